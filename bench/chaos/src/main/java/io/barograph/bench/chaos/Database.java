package io.barograph.bench.chaos;

import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import io.barograph.server.store.PostgresConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL of a run, which can be killed and started again. Thread-safe. */
final class Database implements AutoCloseable {
    private final Path folder;
    private volatile EmbeddedPostgres postgres;

    Database(Path folder) {
        this.folder = folder;
        postgres = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder));
    }

    String user() {
        return postgres.user();
    }

    String password() {
        return postgres.password();
    }

    /** Where it listens on the loopback address; another port after each start. */
    int port() {
        return URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort();
    }

    PostgresConfig config() {
        return PostgresConfig.of(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    /** SIGKILL to the server and all its processes. */
    void kill() {
        try {
            long pid = Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid"))
                    .get(0)
                    .strip());
            Stream<ProcessHandle> server = ProcessHandle.of(pid).stream();
            List<ProcessHandle> all = server.flatMap(parent -> Stream.concat(Stream.of(parent), parent.descendants()))
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it after {@link #kill}, on what is on the disk. */
    void startAgain() {
        postgres.close();
        postgres = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder));
    }

    /** The first column of the rows of a query, or null if the database does not answer. */
    @Nullable
    List<String> ask(String sql) {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            return null;
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
