package io.barograph.api;

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
        @Nullable String rung)
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
}
