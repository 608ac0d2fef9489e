package io.barograph.server.store;

import io.barograph.api.SweepState;
import io.barograph.api.SweepView;
import io.barograph.api.TrialState;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A line in a list of sweeps.
 *
 * @param number its place in the order of submission; greater ones are newer
 * @param trials number of trials by state; absent states have none
 * @param sequence number of its last log entry
 */
public record SweepSummary(
        String sweep,
        long number,
        SweepState state,
        Instant createdAt,
        SortedMap<TrialState, Integer> trials,
        long sequence) {
    public SweepSummary {
        trials = Collections.unmodifiableSortedMap(new TreeMap<>(trials));
    }

    static SweepSummary of(long number, SweepView view) {
        return new SweepSummary(view.sweep(), number, view.state(), view.createdAt(), view.trials(), view.sequence());
    }
}
