package io.barograph.artifacts;

import org.jspecify.annotations.Nullable;

/** An artifact could not be stored or read; the message names it. */
public final class ArtifactException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Problem problem;

    /** What went wrong. */
    public enum Problem {
        MISSING,
        /** The content is not what its hash says. */
        CORRUPT,
        UNREADABLE,
        UNWRITABLE,
        /** Larger than the store accepts. */
        TOO_LARGE,
        /** The disk or quota of the store is full. */
        FULL
    }

    ArtifactException(Problem problem, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
