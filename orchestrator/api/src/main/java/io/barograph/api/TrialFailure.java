package io.barograph.api;

/** A trial's attempt ended with an error. */
public record TrialFailure(String sweep, String trial, int attempt, FailureCode code, String message, boolean retryable)
        implements TrialMessage {
    private static final int LONGEST_MESSAGE = 4096;

    public TrialFailure {
        Checks.name("sweep", sweep);
        Checks.name("trial", trial);
        Checks.atLeast("attempt", 1, attempt);
        message = message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    }

    /** A failure that is retryable if its code is. */
    public static TrialFailure of(String sweep, String trial, int attempt, FailureCode code, String message) {
        return new TrialFailure(sweep, trial, attempt, code, message, code.retryable());
    }
}
