package io.barograph.api;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
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
 * @param model path of the model file, relative to the report
 * @param modelHash SHA-256 of the model file
 * @param seconds training time of the last attempt
 * @param note why the result is unusual or why the trial failed
 */
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
        @Nullable Double latencyMillisBatch1,
        @Nullable Double latencyMillisBatch64,
        @Nullable Integer mapsClosedByForce,
        @Nullable Integer prunableMaps,
        @Nullable Map<String, Integer> openMapsPerLayer,
        @Nullable String model,
        @Nullable String modelHash,
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
                note);
    }

    /**
     * A completed trial.
     *
     * @param model path of the model file relative to the report, or null if it was not kept
     */
    public static TrialReport completed(TrialConfig config, TrialResult result, @Nullable String model) {
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
                measured.latencyMillisBatch1(),
                measured.latencyMillisBatch64(),
                result.mapsClosedByForce(),
                result.prunableMaps(),
                measured.openMapsPerLayer(),
                model,
                result.model(),
                result.seconds(),
                result.note());
    }

    /** The point of a completed trial, or null. */
    public @Nullable FrontPoint point() {
        return volumeRatio == null || validationAccuracy == null
                ? null
                : new FrontPoint(trial, budget, volumeRatio, validationAccuracy);
    }

    TrialReport withOnFront(boolean on) {
        return on == onFront ? this : with(on, model);
    }

    /**
     * The same with its model file in a place of its own.
     *
     * @param path path of the model file relative to the report, or null if it was not kept
     */
    public TrialReport withModel(@Nullable String path) {
        return Objects.equals(path, model) ? this : with(onFront, path);
    }

    private TrialReport with(boolean on, @Nullable String path) {
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
                latencyMillisBatch1,
                latencyMillisBatch64,
                mapsClosedByForce,
                prunableMaps,
                openMapsPerLayer,
                path,
                modelHash,
                seconds,
                note);
    }
}
