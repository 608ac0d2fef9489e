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
    /** {@link WorkersQuery} to the scheduler, answered by {@link WorkerList}. */
    public static final String WORKERS = ROOT + "workers";
    /** {@link Progress}, published to whoever shows it. */
    public static final String TRIAL_PROGRESS = ROOT + "trial.progress";
    /** {@link TrialStop}, published to all workers. */
    public static final String TRIAL_STOP = ROOT + "trial.stop";

    /** {@link SubmitSweep} to the orchestrator, answered by {@link SweepView} after commit. */
    public static final String SWEEP_SUBMIT = ROOT + "sweep.submit";
    /** {@link CheckSweep}, answered by {@link SweepPlan}; nothing is stored. */
    public static final String SWEEP_CHECK = ROOT + "sweep.check";
    /** {@link SweepsQuery}, answered by {@link SweepPage}. */
    public static final String SWEEP_LIST = ROOT + "sweep.list";
    /** {@link SweepQuery}, answered by {@link SweepView}. */
    public static final String SWEEP_GET = ROOT + "sweep.get";
    /** {@link SweepQuery}, answered by {@link SweepReport}. */
    public static final String SWEEP_FRONT = ROOT + "sweep.front";
    /** {@link SweepQuery}, answered by {@link SweepView} after commit. */
    public static final String SWEEP_CANCEL = ROOT + "sweep.cancel";
    /** {@link SweepQuery}, answered by {@link SweepView} after commit. */
    public static final String SWEEP_PAUSE = ROOT + "sweep.pause";
    /** {@link SweepQuery}, answered by {@link SweepView} after commit. */
    public static final String SWEEP_RESUME = ROOT + "sweep.resume";
    /** {@link SweepQuery}, answered by {@link SweepDeleted} after commit. */
    public static final String SWEEP_DELETE = ROOT + "sweep.delete";
    /** {@link SweepPriority}, answered by {@link SweepView} after commit. */
    public static final String SWEEP_PRIORITY = ROOT + "sweep.priority";
    /** {@link EventsQuery}, answered by {@link EventPage}. */
    public static final String SWEEP_EVENTS = ROOT + "sweep.events";
    /** {@link ArtifactsQuery}, answered by {@link ArtifactPage}. */
    public static final String SWEEP_ARTIFACTS = ROOT + "sweep.artifacts";
    /** {@link ArtifactRead}, answered by {@link ArtifactChunk}. */
    public static final String SWEEP_ARTIFACT = ROOT + "sweep.artifact";
    /** The newest {@link SweepEvent} of a sweep, published after each commit; may be lost, the store has them all. */
    public static final String SWEEP_CHANGED = ROOT + "sweep.changed";

    private Addresses() {}
}
