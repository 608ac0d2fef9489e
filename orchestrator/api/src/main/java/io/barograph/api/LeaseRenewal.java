package io.barograph.api;

import org.jspecify.annotations.Nullable;

/** A worker still holds this attempt. A refusal means that the trial is no longer its own: stop. */
public record LeaseRenewal(String sweep, String trial, int attempt, String worker, @Nullable Long sweepNumber)
        implements TrialMessage {
    public LeaseRenewal {
        Checks.name("sweep", sweep);
        Checks.name("trial", trial);
        Checks.atLeast("attempt", 1, attempt);
        Checks.text("worker", worker);
    }

    /** Without a sweep number. */
    public LeaseRenewal(String sweep, String trial, int attempt, String worker) {
        this(sweep, trial, attempt, worker, null);
    }

    @Override
    public LeaseRenewal withSweepNumber(@Nullable Long number) {
        return new LeaseRenewal(sweep, trial, attempt, worker, number);
    }
}
