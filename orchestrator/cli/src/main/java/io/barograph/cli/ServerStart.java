package io.barograph.cli;

import io.barograph.cli.folder.FolderException;
import io.barograph.metrics.Meters;
import io.barograph.metrics.ProcessMeters;
import io.barograph.server.BarographServer;
import io.barograph.server.ServerConfig;
import io.barograph.server.ServerConfig.External;
import io.barograph.server.http.HttpConfig;
import io.barograph.server.postgres.PostgresException;
import io.barograph.server.store.NewerSchemaException;
import io.barograph.server.store.SchemaRightsException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;

/** A server of this process, and what its failures mean to a user. */
final class ServerStart {
    private ServerStart() {}

    /** Fails with {@link CliException} if it cannot be started. */
    static Future<BarographServer> start(Vertx vertx, ServerConfig config) {
        return start(vertx, config, meters(config, List.of()));
    }

    /** As {@link #start(Vertx, ServerConfig)}, with meters that already are. */
    static Future<BarographServer> start(Vertx vertx, ServerConfig config, Meters meters) {
        return BarographServer.start(vertx, config, meters)
                .recover(failure -> Future.failedFuture(explained(config, failure)));
    }

    /**
     * What nobody can read is hardly measured.
     *
     * @param folders whose file systems are watched
     */
    static Meters meters(ServerConfig config, List<Path> folders) {
        if (config.http() == null) {
            return Meters.in(new SimpleMeterRegistry());
        }
        Meters meters = Meters.in(Meters.prometheus());
        ProcessMeters.bind(meters, Version.text(), folders); // until the process ends
        return meters;
    }

    /** The exit code for what broke a running server. */
    static ExitCode codeOf(Throwable broken) {
        return FolderException.isDiskFull(broken) ? ExitCode.FOLDER : ExitCode.STORE;
    }

    private static Throwable explained(ServerConfig config, Throwable failure) {
        if (failure instanceof PostgresException known) {
            return explained(known);
        }
        HttpConfig http = config.http();
        if (http != null && (failure instanceof BindException || failure instanceof UnknownHostException)) {
            return new CliException(
                    ExitCode.CLUSTER,
                    "cannot serve HTTP at " + http.host() + ":" + http.port() + ": " + failure.getMessage()
                            + "; give --http an address of this machine and a free port",
                    failure);
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

    /** Why a database cannot be used, in words for its owner. */
    static String unusable(External external, Throwable failure) {
        if (failure instanceof SchemaRightsException known) {
            return "cannot use the database " + external.postgres() + ": " + known.getMessage();
        }
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
