package io.barograph.api;

import org.jspecify.annotations.Nullable;

/**
 * A worker gives a trial back unfinished, because it drains or was asked to. Not a failure of the trial.
 *
 * @param checkpoint artifact hash to go on from; null: the last reported one
 */
public record TrialRelease(
        String sweep, String trial, int attempt, @Nullable String checkpoint, @Nullable Long sweepNumber)
        implements TrialMessage {
    public TrialRelease {
        Checks.name("sweep", sweep);
        Checks.name("trial", trial);
        Checks.atLeast("attempt", 1, attempt);
        Checks.optionalHash("checkpoint", checkpoint);
    }

    /** Without a sweep number. */
    public TrialRelease(String sweep, String trial, int attempt, @Nullable String checkpoint) {
        this(sweep, trial, attempt, checkpoint, null);
    }

    @Override
    public TrialRelease withSweepNumber(@Nullable Long number) {
        return new TrialRelease(sweep, trial, attempt, checkpoint, number);
    }
}
