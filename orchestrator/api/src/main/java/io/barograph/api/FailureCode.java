package io.barograph.api;

/** Why a trial could not go on. */
public enum FailureCode {
    /** The data set, or a file of it, is not there. */
    DATA_MISSING(false),
    /** A file of the data set is truncated or has the wrong checksum. */
    DATA_CORRUPT(false),
    /** No network of this shape can keep the budget, or the schedule is too short. */
    INFEASIBLE(false),
    /** The loss became infinite or not a number. */
    DIVERGED(true),
    /** The trial ran for longer than {@code limits.maxTrialMinutes}. */
    DEADLINE_EXCEEDED(false),
    OUT_OF_MEMORY(true),
    STORAGE_FULL(true),
    /** The artifact store could not be reached, or refused this worker. */
    STORAGE_UNAVAILABLE(true),
    /** A teacher, rung or checkpoint is missing or damaged. */
    ARTIFACT_UNAVAILABLE(true),
    /** A defect; the message says where. */
    INTERNAL(true);

    private final boolean retryable;

    FailureCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether nothing is wrong with the trial, only with the place for its artifacts. */
    public boolean ofStorage() {
        return this == STORAGE_FULL || this == STORAGE_UNAVAILABLE;
    }

    /** Whether nothing is wrong with the trial, only with what this worker has of its data: another may have it. */
    public boolean ofData() {
        return this == DATA_MISSING || this == DATA_CORRUPT;
    }

    /** Whether another attempt may go better. */
    public boolean retryable() {
        return retryable;
    }
}
