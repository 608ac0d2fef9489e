package io.barograph.api;

import org.jspecify.annotations.Nullable;

/** Asks the worker of this attempt to stop training; published to all workers. */
public record TrialStop(String sweep, String trial, int attempt, @Nullable Long sweepNumber) implements TrialMessage {
    public TrialStop {
        Checks.name("sweep", sweep);
        Checks.name("trial", trial);
        Checks.atLeast("attempt", 1, attempt);
    }

    /** Without a sweep number. */
    public TrialStop(String sweep, String trial, int attempt) {
        this(sweep, trial, attempt, null);
    }

    @Override
    public TrialStop withSweepNumber(@Nullable Long number) {
        return new TrialStop(sweep, trial, attempt, number);
    }
}
