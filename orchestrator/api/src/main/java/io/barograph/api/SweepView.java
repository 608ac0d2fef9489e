package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sweep at a glance.
 *
 * @param sweep identity of the sweep, unique in the store
 * @param createdAt when the sweep was stored
 * @param trials number of trials by state; absent states have none
 * @param sequence number of the last event
 * @param priority as it was changed last, or as the spec says; null if an orchestrator of an earlier version tells
 * @param submittedBy name of the caller who handed it in, or null if that is not known
 */
public record SweepView(
        String sweep,
        SweepSpec spec,
        SweepState state,
        Instant createdAt,
        SortedMap<TrialState, Integer> trials,
        long sequence,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer priority,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String submittedBy)
        implements Message {
    public SweepView {
        Checks.name("sweep", sweep);
        trials = Collections.unmodifiableSortedMap(new TreeMap<>(trials));
        Checks.atLeast("sequence", 0L, sequence);
    }
}
