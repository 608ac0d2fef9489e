package io.barograph.api;

import java.util.List;

/**
 * What a trained network reads and what its answers mean. A value of channel c goes in as (value / 255 - mean[c]) /
 * deviation[c].
 *
 * @param channels values per pixel
 * @param height rows
 * @param width columns
 * @param mean per channel, of values scaled to 0..1
 * @param deviation per channel, above 0
 * @param classes names, in the order of the answers
 */
public record ModelInterface(
        int channels, int height, int width, List<Double> mean, List<Double> deviation, List<String> classes) {
    public ModelInterface {
        Checks.atLeast("channels", 1, channels);
        Checks.atLeast("height", 1, height);
        Checks.atLeast("width", 1, width);
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        classes = List.copyOf(classes);
        Checks.require(mean.size() == channels, mean, "mean", mean, "have " + channels + " values");
        Checks.require(deviation.size() == channels, deviation, "deviation", deviation, "have " + channels + " values");
    }
}
