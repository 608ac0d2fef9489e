package io.barograph.bar.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Mean and standard deviation per channel, of pixel values scaled to 0..1. A network sees (value / 255 - mean) /
 * deviation.
 *
 * @param mean one per channel
 * @param deviation one per channel, greater than 0
 */
public record Normalization(List<Double> mean, List<Double> deviation) {
    /** A channel that never changes still needs a deviation to divide by. */
    private static final double SMALLEST_DEVIATION = 1.0 / 255;

    public Normalization {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.isEmpty() || mean.size() != deviation.size()) {
            throw new IllegalArgumentException(
                    "A mean and a deviation per channel are needed, not " + mean + " and " + deviation);
        }
        if (deviation.stream().anyMatch(value -> !(value > 0))) {
            throw new IllegalArgumentException("Deviations must be greater than 0, not " + deviation);
        }
    }

    /** Measures the images of a split, exactly (sums of integers). */
    public static Normalization of(ImageSplit split) {
        int channels = split.shape().channels();
        long[][] histogram = new long[channels][256];
        byte[] pixels = split.pixels();
        for (int i = 0; i < pixels.length; i += channels) {
            for (int c = 0; c < channels; c++) {
                histogram[c][pixels[i + c] & 0xff]++;
            }
        }
        long count = pixels.length / channels;
        List<Double> mean = new ArrayList<>();
        List<Double> deviation = new ArrayList<>();
        for (long[] counts : histogram) {
            double sum = 0;
            double squares = 0;
            for (int value = 0; value < 256; value++) {
                sum += (double) counts[value] * value;
                squares += (double) counts[value] * value * value;
            }
            double channelMean = sum / count;
            double variance = Math.max(0, squares / count - channelMean * channelMean);
            mean.add(channelMean / 255);
            deviation.add(Math.max(Math.sqrt(variance) / 255, SMALLEST_DEVIATION));
        }
        return new Normalization(mean, deviation);
    }

    /** Returns what each of the 256 values of each channel becomes, as {@code [channel * 256 + value]}. */
    float[] table() {
        float[] table = new float[mean.size() * 256];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) (((i & 0xff) / 255.0 - mean.get(i >> 8)) / deviation.get(i >> 8));
        }
        return table;
    }
}
