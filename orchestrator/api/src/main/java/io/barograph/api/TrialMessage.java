package io.barograph.api;

/** A message about one attempt of one trial. */
public sealed interface TrialMessage extends Message
        permits EpochReport, LeaseRenewal, Progress, TrialFailure, TrialRelease, TrialResult, TrialStop {
    String sweep();

    String trial();

    /** 1-based attempt; reports of an older attempt are refused. */
    int attempt();
}
