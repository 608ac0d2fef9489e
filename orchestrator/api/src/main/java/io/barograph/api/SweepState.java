package io.barograph.api;

/** The life of a sweep. */
public enum SweepState {
    RUNNING,
    /** Starts no trials until it is resumed; what ran was asked to leave at a checkpoint. */
    PAUSED,
    /** Every trial has ended, at least one with a result. */
    COMPLETED,
    /** Every trial has ended, none with a result. */
    FAILED,
    CANCELLED;

    /** Whether the sweep has ended and never changes again. */
    public boolean terminal() {
        return this != RUNNING && this != PAUSED;
    }
}
