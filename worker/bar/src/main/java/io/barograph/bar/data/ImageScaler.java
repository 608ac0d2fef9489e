package io.barograph.bar.data;

import java.util.Arrays;

/**
 * Brings images to one size: cuts the middle to the wanted proportions, then averages over areas (smaller) or
 * interpolates linearly (larger). Plain arithmetic, the same on every machine.
 */
final class ImageScaler {
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    private ImageScaler() {}

    /** Writes the image in the given shape into {@code out}, from {@code at} on. */
    static void scale(ImageDecoder.Pixels image, ImageShape shape, byte[] out, int at) {
        int height = image.height;
        int width = image.width;
        if ((long) width * shape.height() > (long) height * shape.width()) {
            width = (int) Math.max(1, Math.round((double) height * shape.width() / shape.height()));
        } else {
            height = (int) Math.max(1, Math.round((double) width * shape.height() / shape.width()));
        }
        double[][] rows = weights(height, shape.height());
        double[][] columns = weights(width, shape.width());
        int top = (image.height - height) / 2;
        int left = (image.width - width) / 2;
        double[] line = new double[width];
        for (int c = 0; c < shape.channels(); c++) {
            for (int y = 0; y < shape.height(); y++) {
                Arrays.fill(line, 0);
                int firstRow = (int) rows[y][0];
                for (int i = 1; i < rows[y].length; i++) {
                    for (int x = 0; x < width; x++) {
                        line[x] += rows[y][i] * value(image, top + firstRow + i - 1, left + x, c, shape.channels());
                    }
                }
                for (int x = 0; x < shape.width(); x++) {
                    double sum = 0;
                    int firstColumn = (int) columns[x][0];
                    for (int i = 1; i < columns[x].length; i++) {
                        sum += columns[x][i] * line[firstColumn + i - 1];
                    }
                    out[at + (y * shape.width() + x) * shape.channels() + c] = (byte) Math.round(sum);
                }
            }
        }
    }

    private static double value(ImageDecoder.Pixels image, int y, int x, int channel, int channels) {
        int at = (y * image.width + x) * image.channels;
        if (image.channels == 1) {
            return image.values[at] & 0xff;
        }
        if (channels == 3) {
            return image.values[at + channel] & 0xff;
        }
        return LUMA[0] * (image.values[at] & 0xff)
                + LUMA[1] * (image.values[at + 1] & 0xff)
                + LUMA[2] * (image.values[at + 2] & 0xff);
    }

    /** Returns for every target position the first source position, then the weights from there on; they sum to 1. */
    private static double[][] weights(int from, int to) {
        double[][] weights = new double[to][];
        double scale = (double) from / to;
        for (int i = 0; i < to; i++) {
            double start = scale >= 1 ? i * scale : Math.min(Math.max((i + 0.5) * scale - 0.5, 0), from - 1);
            double end = scale >= 1 ? Math.min(from, (i + 1) * scale) : Math.min(from, start + 1);
            int first = (int) Math.floor(start);
            int last = (int) Math.ceil(end);
            weights[i] = new double[1 + last - first];
            weights[i][0] = first;
            for (int s = first; s < last; s++) {
                weights[i][1 + s - first] = (Math.min(end, s + 1) - Math.max(start, s)) / (end - start);
            }
        }
        return weights;
    }
}
