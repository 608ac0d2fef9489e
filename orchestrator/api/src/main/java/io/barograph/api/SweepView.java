package io.barograph.api;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A sweep at a glance.
 *
 * @param sweep identity of the sweep, unique in the store
 * @param createdAt when the sweep was stored
 * @param trials number of trials by state; absent states have none
 * @param sequence number of the last event
 */
public record SweepView(
        String sweep,
        SweepSpec spec,
        SweepState state,
        Instant createdAt,
        SortedMap<TrialState, Integer> trials,
        long sequence)
        implements Message {
    public SweepView {
        Checks.name("sweep", sweep);
        trials = Collections.unmodifiableSortedMap(new TreeMap<>(trials));
        Checks.atLeast("sequence", 0L, sequence);
    }
}
