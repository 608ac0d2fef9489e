package io.barograph.api;

/**
 * Bounds of a sweep.
 *
 * @param maxAttempts attempts of a trial before it fails for good, 1 to 100; lost workers and preemption do not count
 */
public record LimitsSpec(int maxAttempts) {
    public static final LimitsSpec DEFAULT = new LimitsSpec(3);

    public LimitsSpec {
        Checks.require(
                maxAttempts >= 1 && maxAttempts <= 100, maxAttempts, "limits.maxAttempts", maxAttempts, "be 1 to 100");
    }
}
