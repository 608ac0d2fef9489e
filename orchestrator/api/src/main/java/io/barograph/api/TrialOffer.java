package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a {@link TrialAsk}.
 *
 * @param assignment the trial to run, or null if there is none at the moment
 * @param retryMillis how long to wait before asking again if there is none
 * @param correlation names the trial's sweep in the logs of all who are concerned: the idempotency key of its submission; null if
 *     there is no trial, or the orchestrator is of an older version
 */
public record TrialOffer(
        @Nullable TrialAssignment assignment,
        long retryMillis,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String correlation)
        implements Message {
    public TrialOffer {
        Checks.atLeast("retryMillis", 0L, retryMillis);
    }

    public static TrialOffer of(TrialAssignment assignment, @Nullable String correlation) {
        return new TrialOffer(assignment, 0, correlation);
    }

    public static TrialOffer none(long retryMillis) {
        return new TrialOffer(null, retryMillis, null);
    }
}
