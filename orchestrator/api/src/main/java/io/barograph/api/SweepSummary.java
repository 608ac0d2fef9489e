package io.barograph.api;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A line in a list of sweeps.
 *
 * @param number its place in the order of submission; greater ones are newer
 * @param createdAt when the sweep was stored
 * @param trials number of trials by state; absent states have none
 * @param sequence number of its last event
 */
public record SweepSummary(
        String sweep,
        long number,
        SweepState state,
        Instant createdAt,
        SortedMap<TrialState, Integer> trials,
        long sequence) {
    public SweepSummary {
        Checks.name("sweep", sweep);
        trials = Collections.unmodifiableSortedMap(new TreeMap<>(trials));
    }

    /** The line of a view. */
    public static SweepSummary of(long number, SweepView view) {
        return new SweepSummary(view.sweep(), number, view.state(), view.createdAt(), view.trials(), view.sequence());
    }
}
