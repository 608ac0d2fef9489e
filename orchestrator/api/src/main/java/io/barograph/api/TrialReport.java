package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a report says of one trial. Measured values are null until the trial is {@link TrialState#COMPLETED}.
 *
 * @param budget asked fraction of the dense volume
 * @param seed training seed
 * @param search searched training values by key
 * @param attempts attempts started
 * @param onFront whether the trial stands on the sweep's front
 * @param status the budget contract
 * @param volumeRatio measured fraction of the dense volume
 * @param maskVolumeRatio fraction by the gates before any forced closing
 * @param validationAccuracy in [0, 1]
 * @param testAccuracy in [0, 1]
 * @param parameters learnt numbers of the network
 * @param modelFileBytes size of the DeepLearning4J file
 * @param latency of both files
 * @param onnx path of the ONNX file, relative to the report
 * @param onnxHash SHA-256 of the ONNX file
 * @param model path of the DeepLearning4J file, relative to the report
 * @param modelHash SHA-256 of the DeepLearning4J file
 * @param inputs what the network reads and answers
 * @param seconds training time of the last attempt
 * @param note why the result is unusual or why the trial failed
 */
@JsonIgnoreProperties({"latencyMillisBatch1", "latencyMillisBatch64"}) // of old reports
public record TrialReport(
        String trial,
        double budget,
        long seed,
        SortedMap<String, Object> search,
        TrialState state,
        int attempts,
        boolean onFront,
        @Nullable BudgetStatus status,
        @Nullable Double volumeRatio,
        @Nullable Double maskVolumeRatio,
        @Nullable Long volumePixels,
        @Nullable Double validationAccuracy,
        @Nullable Double testAccuracy,
        @Nullable Long parameters,
        @Nullable Long macs,
        @Nullable Long fileBytes,
        @Nullable Long modelFileBytes,
        @Nullable Latencies latency,
        @Nullable Integer mapsClosedByForce,
        @Nullable Integer prunableMaps,
        @Nullable Map<String, Integer> openMapsPerLayer,
        @Nullable String onnx,
        @Nullable String onnxHash,
        @Nullable String model,
        @Nullable String modelHash,
        @Nullable ModelInterface inputs,
        @Nullable Double seconds,
        @Nullable String note) {
    public TrialReport {
        Checks.name("trial", trial);
        Checks.budget(budget);
        search = Collections.unmodifiableSortedMap(new TreeMap<>(search));
        boolean measured = state == TrialState.COMPLETED;
        Checks.require(measured == (volumeRatio != null), trial, "trial " + trial, state, "have a volume if COMPLETED");
        Checks.require(
                measured == (validationAccuracy != null), trial, "trial " + trial, state, "have accuracy if COMPLETED");
    }

    /** A trial without a result. */
    public static TrialReport unmeasured(TrialConfig config, TrialState state, int attempts, @Nullable String note) {
        return new TrialReport(
                config.trial(),
                config.budget(),
                config.seed(),
                config.parameters(),
                state,
                attempts,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                note);
    }

    /**
     * A completed trial.
     *
     * @param files where its files are
     */
    public static TrialReport completed(TrialConfig config, TrialResult result, Files files) {
        Measurement measured = result.measurement();
        return new TrialReport(
                config.trial(),
                config.budget(),
                config.seed(),
                config.parameters(),
                TrialState.COMPLETED,
                result.attempt(),
                false,
                measured.status(),
                measured.volumeRatio(),
                measured.maskVolumeRatio(),
                measured.volumePixels(),
                measured.validationAccuracy(),
                measured.testAccuracy(),
                measured.parameters(),
                measured.macs(),
                measured.fileBytes(),
                measured.modelFileBytes(),
                measured.latency(),
                result.mapsClosedByForce(),
                result.prunableMaps(),
                measured.openMapsPerLayer(),
                files.onnx(),
                result.onnx(),
                files.model(),
                result.model(),
                result.inputs(),
                result.seconds(),
                result.note());
    }

    /** The point of a completed trial, or null. */
    public @Nullable FrontPoint point() {
        return volumeRatio == null || validationAccuracy == null
                ? null
                : new FrontPoint(trial, budget, volumeRatio, validationAccuracy);
    }

    /** The same on the front or off it. */
    public TrialReport withOnFront(boolean on) {
        return on == onFront ? this : with(on, new Files(onnx, model));
    }

    /** The same with its files in places of their own. */
    public TrialReport withFiles(Files files) {
        return with(onFront, files);
    }

    /**
     * Paths of a trial's files, relative to the report.
     *
     * @param onnx the ONNX file, or null if it was not kept
     * @param model the DeepLearning4J file, or null if it was not kept
     */
    public record Files(@Nullable String onnx, @Nullable String model) {
        /** Files that were not kept. */
        public static final Files NONE = new Files(null, null);
    }

    private TrialReport with(boolean on, Files files) {
        return new TrialReport(
                trial,
                budget,
                seed,
                search,
                state,
                attempts,
                on,
                status,
                volumeRatio,
                maskVolumeRatio,
                volumePixels,
                validationAccuracy,
                testAccuracy,
                parameters,
                macs,
                fileBytes,
                modelFileBytes,
                latency,
                mapsClosedByForce,
                prunableMaps,
                openMapsPerLayer,
                files.onnx(),
                onnxHash,
                files.model(),
                modelHash,
                inputs,
                seconds,
                note);
    }
}
