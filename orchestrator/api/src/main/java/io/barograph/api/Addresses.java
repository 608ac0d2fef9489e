package io.barograph.api;

/** The event-bus addresses, all versioned. */
public final class Addresses {
    private static final String ROOT = "barograph.v1.";

    /** {@link TrialAsk} to the scheduler, answered by {@link TrialOffer}. */
    public static final String TRIAL_ASK = ROOT + "trial.ask";
    /** {@link EpochReport} to the scheduler, answered by {@link Ack} after commit. */
    public static final String TRIAL_EPOCH = ROOT + "trial.epoch";
    /** {@link TrialResult} to the scheduler, answered by {@link Ack} after commit. */
    public static final String TRIAL_RESULT = ROOT + "trial.result";
    /** {@link TrialFailure} to the scheduler, answered by {@link Ack} after commit. */
    public static final String TRIAL_FAILURE = ROOT + "trial.failure";
    /** {@link TrialRelease} to the scheduler, answered by {@link Ack} after commit. */
    public static final String TRIAL_RELEASE = ROOT + "trial.release";
    /** {@link LeaseRenewal} to the scheduler, answered by {@link Ack}. */
    public static final String TRIAL_LEASE = ROOT + "trial.lease";
    /** {@link Progress}, published to whoever shows it. */
    public static final String TRIAL_PROGRESS = ROOT + "trial.progress";
    /** {@link TrialStop}, published to all workers. */
    public static final String TRIAL_STOP = ROOT + "trial.stop";

    private Addresses() {}
}
