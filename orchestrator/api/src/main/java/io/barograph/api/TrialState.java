package io.barograph.api;

/** The life of a trial. */
public enum TrialState {
    WAITING,
    RUNNING,
    COMPLETED,
    STOPPED_EARLY,
    FAILED,
    CANCELLED;

    /** Whether the trial has ended and never changes again. */
    public boolean terminal() {
        return this != WAITING && this != RUNNING;
    }
}
