package io.barograph.cli.terminal;

import io.barograph.api.BudgetStatus;
import io.barograph.api.EpochReport;
import io.barograph.api.Phase;
import io.barograph.api.TrialState;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of one trial.
 *
 * @param index 0-based place in the sweep
 * @param search searched values by training key
 * @param phase null before its first report
 * @param epoch running number over all phases
 * @param fractionOfEpoch share of {@code epoch} that is done, in [0, 1]
 * @param lastEpoch what was told of the epoch that ended last, or null
 * @param accuracy latest validation accuracy in [0, 1], or null
 * @param volumeRatio latest volume as a fraction of the dense volume, or null
 * @param status budget contract once measured, or null
 * @param secondsLeft estimate for the trial, or null
 * @param note why it failed or waits, or null
 */
public record TrialRow(
        String trial,
        int index,
        double budget,
        long seed,
        SortedMap<String, Object> search,
        EpochPlan plan,
        TrialState state,
        int attempt,
        @Nullable Phase phase,
        int epoch,
        double fractionOfEpoch,
        @Nullable EpochReport lastEpoch,
        @Nullable Double accuracy,
        @Nullable Double volumeRatio,
        @Nullable BudgetStatus status,
        boolean onFront,
        @Nullable Double secondsLeft,
        @Nullable String note) {
    public TrialRow {
        search = Collections.unmodifiableSortedMap(new TreeMap<>(search));
    }

    public boolean ended() {
        return state.terminal();
    }

    /** Its epoch within the phase as {@code 3/10}; nothing before its first report and after its end. */
    String epochOfPhase() {
        return phase == null || ended() ? "" : place(phase, epoch);
    }

    /** An epoch of the trial within its phase as {@code 3/10}; nothing if the phase has none. */
    String place(Phase of, int runningNumber) {
        return plan.epochs(of) == 0 ? "" : Math.max(0, plan.withinPhase(of, runningNumber)) + "/" + plan.epochs(of);
    }
}
