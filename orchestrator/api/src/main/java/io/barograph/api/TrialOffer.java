package io.barograph.api;

import org.jspecify.annotations.Nullable;

/**
 * Answer to a {@link TrialAsk}.
 *
 * @param assignment the trial to run, or null if there is none at the moment
 * @param retryMillis how long to wait before asking again if there is none
 */
public record TrialOffer(@Nullable TrialAssignment assignment, long retryMillis) implements Message {
    public TrialOffer {
        Checks.atLeast("retryMillis", 0L, retryMillis);
    }

    public static TrialOffer of(TrialAssignment assignment) {
        return new TrialOffer(assignment, 0);
    }

    public static TrialOffer none(long retryMillis) {
        return new TrialOffer(null, retryMillis);
    }
}
