package io.barograph.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured on a trial's final network.
 *
 * @param budget asked fraction of the dense volume, in (0, 1]
 * @param maskVolumeRatio fraction by the gates before any forced closing
 * @param volumePixels physical volume: height times width times channels summed over the gated convolutions' outputs
 * @param denseVolumePixels the same of the dense network
 * @param volumeRatio {@code volumePixels / denseVolumePixels}
 * @param status the budget contract, from {@code budget} and {@code volumeRatio}
 * @param validationAccuracy fraction in [0, 1], used for selection
 * @param testAccuracy fraction in [0, 1], measured once at the end
 * @param parameters learnt numbers of the network
 * @param macs multiply-accumulates for one image, by live input channels
 * @param fileBytes size of the model file without optimizer state
 * @param latencyMillisBatch1 median time of one image
 * @param latencyMillisBatch64 median time of 64 images
 * @param openMapsPerLayer open feature maps by gated layer, in network order
 */
public record Measurement(
        double budget,
        double maskVolumeRatio,
        long volumePixels,
        long denseVolumePixels,
        double volumeRatio,
        BudgetStatus status,
        double validationAccuracy,
        double testAccuracy,
        long parameters,
        long macs,
        long fileBytes,
        double latencyMillisBatch1,
        double latencyMillisBatch64,
        Map<String, Integer> openMapsPerLayer) {
    public Measurement {
        Checks.budget(budget);
        Checks.notNegative("maskVolumeRatio", maskVolumeRatio);
        Checks.atLeast("volumePixels", 1L, volumePixels);
        Checks.atLeast("denseVolumePixels", volumePixels, denseVolumePixels);
        Checks.require(
                volumeRatio == (double) volumePixels / denseVolumePixels,
                volumeRatio,
                "volumeRatio",
                volumeRatio,
                "be " + volumePixels + "/" + denseVolumePixels);
        Checks.require(
                status == BudgetStatus.of(budget, volumeRatio),
                status,
                "status",
                status,
                "be " + BudgetStatus.of(budget, volumeRatio) + " at volume " + volumeRatio + " of budget " + budget);
        Checks.fraction("validationAccuracy", validationAccuracy);
        Checks.fraction("testAccuracy", testAccuracy);
        Checks.atLeast("parameters", 0L, parameters);
        Checks.atLeast("macs", 0L, macs);
        Checks.atLeast("fileBytes", 0L, fileBytes);
        Checks.notNegative("latencyMillisBatch1", latencyMillisBatch1);
        Checks.notNegative("latencyMillisBatch64", latencyMillisBatch64);
        openMapsPerLayer = Collections.unmodifiableMap(new LinkedHashMap<>(openMapsPerLayer));
    }
}
