package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A trial's final result. Stored before it is acknowledged; repeating it is harmless.
 *
 * @param model artifact hash of the DeepLearning4J model file
 * @param onnx artifact hash of the ONNX file; null in results from before there was one
 * @param inputs what the network reads and answers; null likewise
 * @param mapsClosedByForce gates closed after the phase only to keep the budget
 * @param prunableMaps gates of the dense network
 * @param seconds training time of this attempt
 * @param note why the result is unusual, for example why it is UNDER; or null
 */
public record TrialResult(
        String sweep,
        String trial,
        int attempt,
        Measurement measurement,
        String model,
        @Nullable String onnx,
        @Nullable ModelInterface inputs,
        int mapsClosedByForce,
        int prunableMaps,
        double seconds,
        @Nullable String note,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long sweepNumber)
        implements TrialMessage {
    public TrialResult {
        Checks.name("sweep", sweep);
        Checks.name("trial", trial);
        Checks.atLeast("attempt", 1, attempt);
        Checks.hash("model", model);
        Checks.optionalHash("onnx", onnx);
        Checks.atLeast("mapsClosedByForce", 0, mapsClosedByForce);
        Checks.atLeast("prunableMaps", mapsClosedByForce, prunableMaps);
        Checks.notNegative("seconds", seconds);
    }

    @Override
    public TrialResult withSweepNumber(@Nullable Long number) {
        return new TrialResult(
                sweep,
                trial,
                attempt,
                measurement,
                model,
                onnx,
                inputs,
                mapsClosedByForce,
                prunableMaps,
                seconds,
                note,
                number);
    }
}
