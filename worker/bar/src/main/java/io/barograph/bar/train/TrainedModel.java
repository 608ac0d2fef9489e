package io.barograph.bar.train;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A finished trial: its model file and what was measured on that file.
 *
 * @param model DL4J model file without optimizer state
 * @param maskVolume volume by the gates before any map was closed by force, in maps·pixels
 * @param physicalVolume height·width·channels summed over the outputs of the convolutions that had gates, in maps·pixels
 * @param denseVolume the same of the dense network
 * @param closedByForce maps closed by force because the gates alone did not meet the budget
 * @param prunableMaps maps of the dense network that gates can close
 * @param validationAccuracy in [0, 1]
 * @param testAccuracy in [0, 1]
 * @param parameters learnt numbers
 * @param macs multiply-accumulates for one image
 * @param openMaps maps left per convolution of the dense network, 0 for removed ones
 * @param denseMaps maps per convolution of the dense network
 */
public record TrainedModel(
        Path model,
        long maskVolume,
        long physicalVolume,
        long denseVolume,
        int closedByForce,
        int prunableMaps,
        double validationAccuracy,
        double testAccuracy,
        long parameters,
        long macs,
        long fileBytes,
        Map<String, Integer> openMaps,
        Map<String, Integer> denseMaps) {
    public TrainedModel {
        openMaps = Collections.unmodifiableMap(new LinkedHashMap<>(openMaps));
        denseMaps = Collections.unmodifiableMap(new LinkedHashMap<>(denseMaps));
    }

    /** Achieved volume as a fraction of the dense one. */
    public double volumeRatio() {
        return (double) physicalVolume / denseVolume;
    }
}
