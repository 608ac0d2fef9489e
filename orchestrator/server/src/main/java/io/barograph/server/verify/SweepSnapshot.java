package io.barograph.server.verify;

import io.barograph.server.store.PostgresConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads sweeps in one read-only transaction, all of it as it was at one moment. Blocks. */
public final class SweepSnapshot {
    private static final int ROWS_AT_ONCE = 2000;
    private static final Set<String> OTHER_SCHEMA = Set.of("42P01", "42703"); // no such table, no such column

    private SweepSnapshot() {}

    /** Reads one row. */
    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Reads with a connection. */
    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Everything that is stored of a sweep.
     *
     * @return null if nothing is
     * @throws SnapshotException if the database cannot be read
     */
    public static @Nullable StoredSweep read(PostgresConfig config, String sweep) {
        List<StoredSweep> found = SweepSnapshot.<List<StoredSweep>>reading(config, connection -> {
            return isThere(connection, sweep) ? List.of(read(connection, sweep)) : List.of();
        });
        return found.isEmpty() ? null : found.get(0);
    }

    /** An orchestrator that was killed while it made its tables has left some of them, and no sweep. */
    private static boolean isThere(Connection connection, String sweep) throws SQLException {
        List<Boolean> made = rows(connection, "select to_regclass('event') is not null", row -> row.getBoolean(1));
        return made.contains(true)
                && rows(
                                connection,
                                "select exists (select from sweep where sweep = ?) or exists (select from event where sweep = ?)",
                                row -> row.getBoolean(1),
                                sweep,
                                sweep)
                        .contains(true);
    }

    /**
     * The names of all sweeps, by time of submission.
     *
     * @throws SnapshotException if the database cannot be read
     */
    public static List<String> names(PostgresConfig config) {
        return reading(
                config,
                connection -> rows(connection, "select sweep from sweep order by number", row -> row.getString(1)));
    }

    private static <T> T reading(PostgresConfig config, Work<T> work) {
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), properties(config))) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            T result = work.on(connection);
            connection.rollback();
            return result;
        } catch (SQLException e) {
            String reason = OTHER_SCHEMA.contains(String.valueOf(e.getSQLState()))
                    ? "its tables are not those of this version; an orchestrator that starts on it brings them up to date"
                    : e.getMessage();
            throw new SnapshotException("cannot read the database " + config + ": " + reason, e);
        }
    }

    private static Properties properties(PostgresConfig config) {
        Properties properties = new Properties();
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.password());
        properties.setProperty("ApplicationName", "barograph verify");
        properties.setProperty(
                "connectTimeout", Long.toString(config.connectTimeout().toSeconds()));
        properties.setProperty("socketTimeout", "600"); // seconds; a dead peer must not hold the command for ever
        return properties;
    }

    /** As {@link #read(PostgresConfig, String)}, in the transaction of a connection. */
    static StoredSweep read(Connection connection, String sweep) throws SQLException {
        List<StoredSweep.Event> events = rows(
                connection,
                "select sequence, type, schema_version, payload, at from event where sweep = ? order by sequence",
                SweepSnapshot::event,
                sweep);
        Map<Table, List<StoredRow>> tables = new EnumMap<>(Table.class);
        for (Table table : Table.values()) {
            tables.put(table, rows(connection, table.query(), table::read, sweep));
        }
        List<Long> fence = rows(connection, "select fence from lease where name = 'scheduler'", row -> row.getLong(1));
        return new StoredSweep(sweep, events, tables, fence.isEmpty() ? null : fence.get(0));
    }

    private static StoredSweep.Event event(ResultSet row) throws SQLException {
        OffsetDateTime at = row.getObject(5, OffsetDateTime.class);
        return new StoredSweep.Event(
                row.getLong(1), row.getString(2), row.getInt(3), row.getString(4), at == null ? null : at.toInstant());
    }

    private static <T> List<T> rows(Connection connection, String sql, RowReader<T> reader, String... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return found;
        }
    }
}
