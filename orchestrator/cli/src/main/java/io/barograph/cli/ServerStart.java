package io.barograph.cli;

import io.barograph.cli.folder.SweepFolder;
import io.barograph.server.BarographServer;
import io.barograph.server.ServerConfig;
import io.barograph.server.postgres.PostgresException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The server of one process, with its database in the sweep's folder. */
final class EmbeddedServer {
    private EmbeddedServer() {}

    /** Fails with {@link CliException} if it cannot be started. */
    static Future<BarographServer> start(Vertx vertx, SweepFolder folder) {
        return BarographServer.start(vertx, ServerConfig.embedded(folder.database()), new SimpleMeterRegistry())
                .recover(failure ->
                        Future.failedFuture(failure instanceof PostgresException known ? explained(known) : failure));
    }

    private static CliException explained(PostgresException failure) {
        ExitCode code =
                switch (failure.problem()) {
                    case FOLDER_IN_USE, FOLDER_UNUSABLE -> ExitCode.FOLDER;
                    case NO_UNPRIVILEGED_USER, BINARIES_UNUSABLE -> ExitCode.MACHINE;
                    case START_FAILED -> ExitCode.STORE;
                };
        return new CliException(code, String.valueOf(failure.getMessage()), failure);
    }
}
