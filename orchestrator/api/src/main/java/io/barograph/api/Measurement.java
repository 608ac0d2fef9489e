package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on a trial's final network: on the exported ONNX file, read afresh, in ONNX Runtime.
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
 * @param fileBytes size of the ONNX file
 * @param modelFileBytes size of the DeepLearning4J model file, without optimizer state
 * @param latency of both files; null in results from before there was an ONNX file
 * @param openMapsPerLayer open feature maps by gated layer, in network order
 */
@JsonIgnoreProperties({"latencyMillisBatch1", "latencyMillisBatch64"}) // of old results
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
        long modelFileBytes,
        @Nullable Latencies latency,
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
        Checks.atLeast("modelFileBytes", 0L, modelFileBytes);
        openMapsPerLayer = Collections.unmodifiableMap(new LinkedHashMap<>(openMapsPerLayer));
    }

    /** Reads a stored one, also from before there was an ONNX file: then all of it is of the DeepLearning4J file. */
    @JsonCreator
    static Measurement stored(
            @JsonProperty("budget") double budget,
            @JsonProperty("maskVolumeRatio") double maskVolumeRatio,
            @JsonProperty("volumePixels") long volumePixels,
            @JsonProperty("denseVolumePixels") long denseVolumePixels,
            @JsonProperty("volumeRatio") double volumeRatio,
            @JsonProperty("status") BudgetStatus status,
            @JsonProperty("validationAccuracy") double validationAccuracy,
            @JsonProperty("testAccuracy") double testAccuracy,
            @JsonProperty("parameters") long parameters,
            @JsonProperty("macs") long macs,
            @JsonProperty("fileBytes") long fileBytes,
            @JsonProperty("modelFileBytes") @Nullable Long modelFileBytes,
            @JsonProperty("latency") @Nullable Latencies latency,
            @JsonProperty("openMapsPerLayer") Map<String, Integer> openMapsPerLayer) {
        return new Measurement(
                budget,
                maskVolumeRatio,
                volumePixels,
                denseVolumePixels,
                volumeRatio,
                status,
                validationAccuracy,
                testAccuracy,
                parameters,
                macs,
                fileBytes,
                modelFileBytes == null ? fileBytes : modelFileBytes,
                latency,
                openMapsPerLayer);
    }
}
