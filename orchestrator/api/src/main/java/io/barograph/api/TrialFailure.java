package io.barograph.api;

import org.jspecify.annotations.Nullable;

/** A trial's attempt ended with an error. */
public record TrialFailure(
        String sweep,
        String trial,
        int attempt,
        FailureCode code,
        String message,
        boolean retryable,
        @Nullable Long sweepNumber)
        implements TrialMessage {
    private static final int LONGEST_MESSAGE = 4096;

    public TrialFailure {
        Checks.name("sweep", sweep);
        Checks.name("trial", trial);
        Checks.atLeast("attempt", 1, attempt);
        message = storable(message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE));
    }

    /** Without what no database stores: messages of libraries are anything, and this one must not stop the scheduler. */
    private static String storable(String message) {
        return message.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A failure that is retryable if its code is. */
    public static TrialFailure of(String sweep, String trial, int attempt, FailureCode code, String message) {
        return new TrialFailure(sweep, trial, attempt, code, message, code.retryable());
    }

    /** Without a sweep number. */
    public TrialFailure(String sweep, String trial, int attempt, FailureCode code, String message, boolean retryable) {
        this(sweep, trial, attempt, code, message, retryable, null);
    }

    @Override
    public TrialFailure withSweepNumber(@Nullable Long number) {
        return new TrialFailure(sweep, trial, attempt, code, message, retryable, number);
    }
}
