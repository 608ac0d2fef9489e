package io.barograph.cli;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Why an orchestrator did not do what a command asked for, as its user has to know it. */
final class Refusal {
    private Refusal() {}

    /** @param refused exit code of a request that cannot be granted */
    static CliException explained(BarographException e, ExitCode refused) {
        ExitCode code =
                switch (e.code()) {
                    case INVALID_REQUEST, CONFLICT, UNKNOWN_SWEEP, UNKNOWN_ARTIFACT, UNKNOWN_TOKEN -> refused;
                    case UNAVAILABLE, TOO_MANY_REQUESTS -> ExitCode.CLUSTER;
                    case DAMAGED -> ExitCode.STORE;
                    case UNAUTHENTICATED, FORBIDDEN, QUOTA_EXCEEDED -> ExitCode.DENIED;
                    case INTERNAL -> ExitCode.INTERNAL;
                };
        String message = e.code() == ErrorCode.UNAVAILABLE
                ? "no orchestrator of the cluster answers; is one ready? (" + e.getMessage() + ")"
                : String.valueOf(e.getMessage());
        return new CliException(code, message, e);
    }

    /** The same of the file of a model. */
    static CliException ofModel(BarographException e) {
        if (e.code() == ErrorCode.UNAVAILABLE) {
            return new CliException(
                    ExitCode.CLUSTER,
                    "no orchestrator gives artifacts out; start one with --artifacts, or name their place here with"
                            + " --artifacts (" + e.getMessage() + ")",
                    e);
        }
        if (e.code() == ErrorCode.TOO_MANY_REQUESTS) {
            return explained(e, ExitCode.USAGE);
        }
        ExitCode code =
                switch (e.code()) {
                    case DAMAGED, UNKNOWN_ARTIFACT -> ExitCode.BAD_MODEL;
                    case UNKNOWN_SWEEP -> ExitCode.USAGE;
                    default -> ExitCode.INTERNAL;
                };
        return new CliException(code, String.valueOf(e.getMessage()), e);
    }

    /** The reason that an orchestrator gave, or null if it gave none. */
    static @Nullable ErrorCode codeOf(CliException e) {
        return e.getCause() instanceof BarographException refused ? refused.code() : null;
    }
}
