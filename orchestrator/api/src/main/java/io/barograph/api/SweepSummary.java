package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A line in a list of sweeps.
 *
 * @param number its place in the order of submission; greater ones are newer
 * @param createdAt when the sweep was stored
 * @param trials number of trials by state; absent states have none
 * @param sequence number of its last event
 * @param submittedBy name of the caller who handed it in, or null if that is not known
 */
public record SweepSummary(
        String sweep,
        long number,
        SweepState state,
        Instant createdAt,
        SortedMap<TrialState, Integer> trials,
        long sequence,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String submittedBy) {
    public SweepSummary {
        Checks.name("sweep", sweep);
        trials = Collections.unmodifiableSortedMap(new TreeMap<>(trials));
    }

    /** The line of a view. */
    public static SweepSummary of(long number, SweepView view) {
        return new SweepSummary(
                view.sweep(),
                number,
                view.state(),
                view.createdAt(),
                view.trials(),
                view.sequence(),
                view.submittedBy());
    }
}
