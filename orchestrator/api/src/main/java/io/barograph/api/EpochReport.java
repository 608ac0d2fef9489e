package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The end of one epoch. Stored before it is acknowledged; keyed (trial, attempt, epoch); repeating it is harmless.
 *
 * @param epoch running number over all phases of the trial, from 1
 * @param metrics finite numbers by name: loss, validationAccuracy, volumeRatio, budgetNow, barrier, samplesPerSecond, dataWaitShare, ...
 * @param checkpoint artifact hash to go on from after this epoch, or null
 * @param teacher artifact hash of the dense network, in the report that ends {@link Phase#PRETRAIN}
 * @param rung artifact hash of the snapshot that the next tighter trial of a ladder can go on from, in the report that
 *     ends {@link Phase#PRUNE}
 */
public record EpochReport(
        String sweep,
        String trial,
        int attempt,
        Phase phase,
        int epoch,
        SortedMap<String, Double> metrics,
        @Nullable String checkpoint,
        @Nullable String teacher,
        @Nullable String rung,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long sweepNumber)
        implements TrialMessage {
    public EpochReport {
        Checks.name("sweep", sweep);
        Checks.name("trial", trial);
        Checks.atLeast("attempt", 1, attempt);
        Checks.atLeast("epoch", 1, epoch);
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        metrics.forEach(
                (name, value) -> Checks.require(Double.isFinite(value), value, "metric " + name, value, "be finite"));
        Checks.optionalHash("checkpoint", checkpoint);
        Checks.optionalHash("teacher", teacher);
        Checks.optionalHash("rung", rung);
    }

    /** Without a sweep number. */
    public EpochReport(
            String sweep,
            String trial,
            int attempt,
            Phase phase,
            int epoch,
            SortedMap<String, Double> metrics,
            @Nullable String checkpoint,
            @Nullable String teacher,
            @Nullable String rung) {
        this(sweep, trial, attempt, phase, epoch, metrics, checkpoint, teacher, rung, null);
    }

    @Override
    public EpochReport withSweepNumber(@Nullable Long number) {
        return new EpochReport(sweep, trial, attempt, phase, epoch, metrics, checkpoint, teacher, rung, number);
    }
}
