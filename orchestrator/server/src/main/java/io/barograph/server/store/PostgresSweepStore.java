package io.barograph.server.store;

import io.barograph.api.AuditEntry;
import io.barograph.api.EpochReport;
import io.barograph.api.SweepChangeType;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepSummary;
import io.barograph.api.TrialResult;
import io.barograph.server.access.Quota;
import io.barograph.server.access.TokenStore;
import io.barograph.server.log.LogCodec;
import io.barograph.server.log.LogEntry;
import io.barograph.server.state.SweepProjection;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The store in PostgreSQL. Blocking calls run on threads of their own. */
public final class PostgresSweepStore implements SweepStore {
    private static final int PAGE = 2000;

    private final Database database;
    private @Nullable Future<Void> closed;

    private PostgresSweepStore(Database database) {
        this.database = database;
    }

    /** Connects and upgrades the schema if an older version wrote it; fails with {@link NewerSchemaException}. */
    public static Future<PostgresSweepStore> open(Vertx vertx, PostgresConfig config) {
        return open(vertx, config, null);
    }

    /**
     * As {@link #open(Vertx, PostgresConfig)}.
     *
     * @param registry measures the pool of connections, or null
     */
    public static Future<PostgresSweepStore> open(
            Vertx vertx, PostgresConfig config, @Nullable MeterRegistry registry) {
        return Database.open(vertx, config, registry).map(PostgresSweepStore::new);
    }

    /** The tokens in the same database. */
    public TokenStore tokens() {
        return new PostgresTokenStore(database);
    }

    @Override
    public Future<Boolean> submit(LogEntry first, Quota quota) {
        return database.transaction(connection -> SweepInsertion.insert(connection, first, quota));
    }

    @Override
    public Future<Void> append(Lease lease, List<LogEntry> entries) {
        return database.transaction(connection -> {
                    if (entries.isEmpty()) {
                        LogHeads.confirm(connection, lease);
                    } else {
                        LogHeads.advance(connection, lease, entries);
                        StateWriter.write(connection, entries);
                    }
                    return true;
                })
                .mapEmpty();
    }

    @Override
    public Future<Boolean> delete(Lease lease, String sweep, String by) {
        return database.transaction(connection -> SweepRemoval.remove(connection, lease, sweep, by));
    }

    @Override
    public Future<LogPage> page(String sweep, long after, int limit, Set<SweepChangeType> types) {
        return database.transaction(connection -> page(connection, sweep, after, limit, types));
    }

    private static LogPage page(Connection connection, String sweep, long after, int limit, Set<SweepChangeType> types)
            throws SQLException {
        List<Numbered> rows = Statements.rows(
                connection,
                "select e.sequence, e.type, e.schema_version, e.payload, e.at, s.number from sweep s left join lateral"
                        + " (select * from event where event.sweep = s.sweep and sequence > ?"
                        + StoredTypes.condition(types)
                        + " order by sequence limit ?) e on true where s.sweep = ? order by e.sequence",
                row -> new Numbered(row.getLong(6), row.getObject(1) == null ? null : entry(sweep, row)),
                after,
                limit,
                sweep);
        return new LogPage(
                rows.isEmpty() ? null : rows.get(0).number(),
                rows.stream().map(Numbered::entry).filter(Objects::nonNull).toList());
    }

    /** A sweep's number with one of the entries asked for, or with null if there is none. */
    private record Numbered(long number, @Nullable LogEntry entry) {}

    static LogEntry entry(String sweep, ResultSet row) throws SQLException {
        long sequence = row.getLong(1);
        try {
            return new LogEntry(
                    sweep,
                    sequence,
                    row.getObject(5, OffsetDateTime.class).toInstant(),
                    LogCodec.read(row.getString(2), row.getInt(3), row.getString(4)));
        } catch (IllegalArgumentException e) {
            throw new DamagedLogException(sweep, sequence, e.getMessage(), e);
        }
    }

    @Override
    public Future<@Nullable SweepProjection> load(String sweep) {
        return database.transaction(connection -> load(connection, sweep));
    }

    private static @Nullable SweepProjection load(Connection connection, String sweep) throws SQLException {
        LogPage page = page(connection, sweep, 0, PAGE, Set.of());
        if (page.entries().isEmpty()) {
            return null;
        }
        SweepProjection projection = LogFold.begin(page.entries().get(0), page.number());
        LogFold.apply(projection, page.entries());
        while (page.entries().size() == PAGE) {
            page = page(connection, sweep, projection.sequence(), PAGE, Set.of());
            if (!Objects.equals(page.number(), projection.number())) {
                return load(connection, sweep); // it was deleted between two pages
            }
            LogFold.apply(projection, page.entries());
        }
        return projection;
    }

    @Override
    public Future<@Nullable SweepProjection> loadTurns(String sweep) {
        return database.transaction(connection -> TurnFold.load(connection, sweep));
    }

    @Override
    public Future<List<SweepHead>> sweeps() {
        return database.transaction(SweepQueries::heads);
    }

    @Override
    public Future<List<SweepHead>> lately(Instant since, int limit) {
        return database.transaction(connection -> SweepQueries.lately(connection, since, limit));
    }

    @Override
    public Future<List<SweepSummary>> newest(@Nullable Long before, int limit) {
        return database.transaction(connection -> SweepQueries.newest(connection, before, limit));
    }

    @Override
    public Future<@Nullable String> sweepOfKey(String idempotencyKey) {
        return database.transaction(connection -> {
            Map.@Nullable Entry<String, SweepSpec> known = SweepInsertion.findByKey(connection, idempotencyKey);
            return known == null ? null : known.getKey();
        });
    }

    @Override
    public Future<List<TrialRow>> trials(String sweep) {
        return database.transaction(connection -> SweepQueries.trials(connection, sweep));
    }

    @Override
    public Future<List<EpochReport>> epochs(String sweep, String trial) {
        return database.transaction(connection -> SweepQueries.epochs(connection, sweep, trial));
    }

    @Override
    public Future<List<TrialResult>> results(String sweep) {
        return database.transaction(connection -> SweepQueries.results(connection, sweep));
    }

    @Override
    public Future<List<AuditEntry>> audit(@Nullable Long before, int limit) {
        return database.transaction(connection -> AuditRows.newest(connection, before, limit));
    }

    @Override
    public Future<@Nullable Lease> acquire(String owner, Duration duration) {
        return database.transaction(connection -> Leases.acquire(connection, owner, duration));
    }

    @Override
    public Future<Boolean> renew(Lease lease, Duration duration) {
        return database.transaction(connection -> Leases.renew(connection, lease, duration));
    }

    @Override
    public Future<Void> release(Lease lease) {
        return database.transaction(connection -> {
                    Leases.release(connection, lease);
                    return true;
                })
                .mapEmpty();
    }

    @Override
    public synchronized Future<Void> close() {
        Future<Void> already = closed;
        if (already == null) {
            already = database.close();
            closed = already;
        }
        return already;
    }
}
