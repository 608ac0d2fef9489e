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
        /** The store does not let this process do it: a wrong key, or a right that it lacks. */
        UNAUTHORISED,
        /** The store did not answer, or could not serve, for as long as it was tried. */
        UNREACHABLE,
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

    /** Whether it is the store that cannot serve now, rather than something with this artifact. */
    public boolean ofTheStore() {
        return problem == Problem.FULL || problem == Problem.UNAUTHORISED || problem == Problem.UNREACHABLE;
    }
}
