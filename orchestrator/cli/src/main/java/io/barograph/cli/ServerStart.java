package io.barograph.cli;

import io.barograph.cli.folder.FolderException;
import io.barograph.server.BarographServer;
import io.barograph.server.ServerConfig;
import io.barograph.server.ServerConfig.External;
import io.barograph.server.postgres.PostgresException;
import io.barograph.server.store.NewerSchemaException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** A server of this process, and what its failures mean to a user. */
final class ServerStart {
    private ServerStart() {}

    /** Fails with {@link CliException} if it cannot be started. */
    static Future<BarographServer> start(Vertx vertx, ServerConfig config) {
        return BarographServer.start(vertx, config, new SimpleMeterRegistry())
                .recover(failure -> Future.failedFuture(explained(config, failure)));
    }

    /** The exit code for what broke a running server. */
    static ExitCode codeOf(Throwable broken) {
        return FolderException.isDiskFull(broken) ? ExitCode.FOLDER : ExitCode.STORE;
    }

    private static Throwable explained(ServerConfig config, Throwable failure) {
        if (failure instanceof PostgresException known) {
            return explained(known);
        }
        return config.database()
                .fold(
                        embedded -> failure instanceof NewerSchemaException newer
                                ? new CliException(
                                        ExitCode.STORE,
                                        "cannot use the database in "
                                                + embedded.postgres().folder() + ": " + newer.getMessage(),
                                        newer)
                                : failure,
                        external -> new CliException(ExitCode.STORE, unusable(external, failure), failure));
    }

    private static String unusable(External external, Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            reason = cause.getMessage() == null ? reason : cause.getMessage(); // an end of file says nothing
        }
        return "cannot use the database " + external.postgres() + ": " + reason;
    }

    /** What the user has to know of an embedded database that cannot be used. */
    static CliException explained(PostgresException failure) {
        ExitCode code =
                switch (failure.problem()) {
                    case FOLDER_IN_USE, FOLDER_UNUSABLE -> ExitCode.FOLDER;
                    case NO_UNPRIVILEGED_USER, BINARIES_UNUSABLE -> ExitCode.MACHINE;
                    case START_FAILED -> ExitCode.STORE;
                };
        return new CliException(code, String.valueOf(failure.getMessage()), failure);
    }
}
