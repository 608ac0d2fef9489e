package io.barograph.api;

import org.jspecify.annotations.Nullable;

/**
 * Bounds of a sweep.
 *
 * @param maxAttempts attempts of a trial before it fails for good, 1 to 100; lost workers and preemption do not count
 * @param maxTrialMinutes time that a trial may run, all its attempts together, before it fails; null: no bound
 */
public record LimitsSpec(int maxAttempts, @Nullable Double maxTrialMinutes) {
    public static final LimitsSpec DEFAULT = new LimitsSpec(3, null);

    private static final double MOST_MINUTES = 1_000_000;

    public LimitsSpec {
        Checks.require(
                maxAttempts >= 1 && maxAttempts <= 100, maxAttempts, "limits.maxAttempts", maxAttempts, "be 1 to 100");
        if (maxTrialMinutes != null) {
            Checks.require(
                    maxTrialMinutes > 0 && maxTrialMinutes <= MOST_MINUTES,
                    maxTrialMinutes,
                    "limits.maxTrialMinutes",
                    maxTrialMinutes,
                    "be above 0, at most 1000000");
        }
    }
}
