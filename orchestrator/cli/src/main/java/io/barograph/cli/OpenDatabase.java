package io.barograph.cli;

import io.barograph.server.ServerConfig.DatabaseConfig;
import io.barograph.server.ServerConfig.Embedded;
import io.barograph.server.ServerConfig.External;
import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.PostgresException;
import io.barograph.server.store.PostgresConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A database that is there already, to be read; one of a folder runs for as long as this is open. */
final class OpenDatabase implements AutoCloseable {
    private final PostgresConfig postgres;
    private final @Nullable EmbeddedPostgres server;
    private final @Nullable Thread atExit;

    private OpenDatabase(PostgresConfig postgres, @Nullable EmbeddedPostgres server, @Nullable Thread atExit) {
        this.postgres = postgres;
        this.server = server;
        this.atExit = atExit;
    }

    /** @throws CliException if there is none, or if it is in use or cannot be started */
    static OpenDatabase open(DatabaseConfig config) {
        return config.fold(
                embedded -> {
                    Path folder = embedded.postgres().folder();
                    if (!EmbeddedPostgres.exists(folder)) {
                        throw new CliException(ExitCode.FOLDER, "there is no database in " + folder);
                    }
                    return start(embedded);
                },
                OpenDatabase::external);
    }

    /** As {@link #open}, but makes the one of a folder if there is none. */
    static OpenDatabase openOrCreate(DatabaseConfig config) {
        return config.fold(OpenDatabase::start, OpenDatabase::external);
    }

    private static OpenDatabase external(External external) {
        return new OpenDatabase(external.postgres(), null, null);
    }

    private static OpenDatabase start(Embedded embedded) {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.start(embedded.postgres());
            Thread atExit = new Thread(server::close, "barograph-database-end"); // Ctrl-C must not leave it running
            Runtime.getRuntime().addShutdownHook(atExit);
            PostgresConfig postgres = PostgresConfig.of(server.jdbcUrl(), server.user(), server.password());
            return new OpenDatabase(postgres, server, atExit);
        } catch (PostgresException e) {
            throw ServerStart.explained(e);
        }
    }

    PostgresConfig postgres() {
        return postgres;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (atExit != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException ending) {
                return; // then it has nothing left to do
            }
        }
    }
}
