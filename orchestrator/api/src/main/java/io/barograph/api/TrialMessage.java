package io.barograph.api;

import org.jspecify.annotations.Nullable;

/** A message about one attempt of one trial. */
public sealed interface TrialMessage extends Message
        permits EpochReport, LeaseRenewal, Progress, TrialFailure, TrialRelease, TrialResult, TrialStop {
    String sweep();

    String trial();

    /** 1-based attempt; reports of an older attempt are refused. */
    int attempt();

    /**
     * Tells sweeps that have had the same name from each other: a store gives every sweep another number. Null in messages of
     * an older member, which mean the sweep that has the name now.
     */
    @Nullable
    Long sweepNumber();

    /** The same message about the sweep of this number. */
    TrialMessage withSweepNumber(@Nullable Long number);

    /** Whether the sweep of this number can be the one that is meant. */
    default boolean isOfSweep(@Nullable Long number) {
        return number == null || sweepNumber() == null || number.equals(sweepNumber());
    }
}
