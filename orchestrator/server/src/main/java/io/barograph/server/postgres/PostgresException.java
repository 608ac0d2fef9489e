package io.barograph.server.postgres;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why the embedded PostgreSQL cannot be used; the message is one that a user can act on. */
public final class PostgresException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What kind of problem it is. */
    public enum Problem {
        /** Another living process holds the folder. */
        FOLDER_IN_USE,
        /** The folder cannot be created, written or read, its disk is full, or its content is not ours. */
        FOLDER_UNUSABLE,
        /** The process is root and no way to run PostgreSQL as somebody else works here. */
        NO_UNPRIVILEGED_USER,
        /** The binaries are not on the class path, are damaged, or cannot be unpacked. */
        BINARIES_UNUSABLE,
        /** PostgreSQL itself did not start or did not answer in time. */
        START_FAILED
    }

    private final Problem problem;

    PostgresException(Problem problem, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = Objects.requireNonNull(problem, "problem");
    }

    PostgresException(Problem problem, String message) {
        this(problem, message, null);
    }

    public Problem problem() {
        return problem;
    }
}
