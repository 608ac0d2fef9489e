package io.barograph.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.EpochReport;
import io.barograph.api.Phase;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepState;
import io.barograph.api.SweepSummary;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import io.barograph.server.access.TokenStore;
import io.barograph.server.log.LogCodec;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.state.SweepProjection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
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
        return Database.open(vertx, config).map(PostgresSweepStore::new);
    }

    /** The tokens in the same database. */
    public TokenStore tokens() {
        return new PostgresTokenStore(database);
    }

    @Override
    public Future<Boolean> submit(LogEntry first) {
        Submitted submitted = (Submitted) first.change();
        return database.transaction(connection -> {
            if (insertSweep(connection, first, submitted)) {
                StateWriter.write(connection, List.of(first));
                return true;
            }
            Map.@Nullable Entry<String, SweepSpec> known = findByKey(connection, submitted.idempotencyKey());
            if (known == null) {
                throw MemorySweepStore.conflict("sweep " + first.sweep() + " exists and is another one");
            }
            if (!known.getValue().equals(submitted.spec())) {
                throw MemorySweepStore.conflict(
                        "idempotency key belongs to sweep " + known.getKey() + ", which has another spec");
            }
            return false;
        });
    }

    private static boolean insertSweep(Connection connection, LogEntry first, Submitted submitted) throws SQLException {
        return Statements.update(
                        connection,
                        "insert into sweep (sweep, idempotency_key, spec, state, sequence, created_at)"
                                + " values (?, ?, ?::jsonb, ?, 1, ?) on conflict do nothing",
                        first.sweep(),
                        submitted.idempotencyKey(),
                        LogCodec.json(submitted.spec()),
                        SweepState.RUNNING.name(),
                        first.at().atOffset(ZoneOffset.UTC))
                == 1;
    }

    private static Map.@Nullable Entry<String, SweepSpec> findByKey(Connection connection, String key)
            throws SQLException {
        return Statements.one(
                connection,
                "select sweep, spec from sweep where idempotency_key = ?",
                row -> Map.entry(row.getString(1), LogCodec.parse(row.getString(2), SweepSpec.class)),
                key);
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
    public Future<Boolean> delete(Lease lease, String sweep) {
        return database.transaction(connection -> SweepRemoval.remove(connection, lease, sweep));
    }

    @Override
    public Future<LogPage> page(String sweep, long after, int limit) {
        return database.transaction(connection -> page(connection, sweep, after, limit));
    }

    private static LogPage page(Connection connection, String sweep, long after, int limit) throws SQLException {
        List<Numbered> rows = Statements.rows(
                connection,
                "select e.sequence, e.type, e.schema_version, e.payload, e.at, s.number from sweep s left join lateral"
                        + " (select * from event where event.sweep = s.sweep and sequence > ? order by sequence limit ?) e"
                        + " on true where s.sweep = ? order by e.sequence",
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
        LogPage page = page(connection, sweep, 0, PAGE);
        if (page.entries().isEmpty()) {
            return null;
        }
        SweepProjection projection = LogFold.begin(page.entries().get(0), page.number());
        LogFold.apply(projection, page.entries());
        while (page.entries().size() == PAGE) {
            page = page(connection, sweep, projection.sequence(), PAGE);
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
        return all(
                "select sweep, state, sequence from sweep order by number",
                row -> new SweepHead(row.getString(1), state(row.getString(2)), row.getLong(3)));
    }

    @Override
    public Future<List<SweepSummary>> newest(@Nullable Long before, int limit) {
        return all(
                "select sweep, number, state, sequence, created_at, coalesce((select jsonb_object_agg(state, trials) from"
                        + " (select state, count(*) as trials from trial where trial.sweep = page.sweep group by state)"
                        + " counted), '{}') from (select * from sweep where number < ? order by number desc limit ?) page"
                        + " order by number desc",
                row -> new SweepSummary(
                        row.getString(1),
                        row.getLong(2),
                        state(row.getString(3)),
                        row.getObject(5, OffsetDateTime.class).toInstant(),
                        counts(row.getString(6)),
                        row.getLong(4)),
                before == null ? Long.MAX_VALUE : before,
                limit);
    }

    private static SortedMap<TrialState, Integer> counts(String json) {
        SortedMap<TrialState, Integer> counts = new TreeMap<>();
        LogCodec.parse(json, JsonNode.class)
                .properties()
                .forEach(entry -> counts.put(
                        TrialState.valueOf(entry.getKey()), entry.getValue().intValue()));
        return counts;
    }

    /** A state that only a newer version knows counts as running: the sweep's own log says what is wrong, and others go on. */
    static SweepState state(String name) {
        return Arrays.stream(SweepState.values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElse(SweepState.RUNNING);
    }

    @Override
    public Future<@Nullable String> sweepOfKey(String idempotencyKey) {
        return database.transaction(connection -> {
            Map.@Nullable Entry<String, SweepSpec> known = findByKey(connection, idempotencyKey);
            return known == null ? null : known.getKey();
        });
    }

    @Override
    public Future<List<TrialRow>> trials(String sweep) {
        return all(
                "select trial, state, attempt, reason from trial where sweep = ? order by index",
                row -> new TrialRow(
                        row.getString(1), TrialState.valueOf(row.getString(2)), row.getInt(3), row.getString(4)),
                sweep);
    }

    @Override
    public Future<List<EpochReport>> epochs(String sweep, String trial) {
        return all(
                "select attempt, epoch, phase, metrics, checkpoint, teacher, rung from epoch"
                        + " where sweep = ? and trial = ? order by attempt, epoch",
                row -> new EpochReport(
                        sweep,
                        trial,
                        row.getInt(1),
                        Phase.valueOf(row.getString(3)),
                        row.getInt(2),
                        metrics(row.getString(4)),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7)),
                sweep,
                trial);
    }

    private static TreeMap<String, Double> metrics(String json) {
        TreeMap<String, Double> metrics = new TreeMap<>();
        LogCodec.parse(json, JsonNode.class)
                .properties()
                .forEach(entry -> metrics.put(entry.getKey(), entry.getValue().doubleValue()));
        return metrics;
    }

    @Override
    public Future<List<TrialResult>> results(String sweep) {
        return all(
                "select payload from result join trial using (sweep, trial) where sweep = ? order by index",
                row -> LogCodec.parse(row.getString(1), TrialResult.class),
                sweep);
    }

    @Override
    public Future<@Nullable Lease> acquire(String owner, Duration duration) {
        return database.transaction(connection -> Statements.one(
                connection,
                "insert into lease (name, owner, fence, expires)"
                        + " values (?, ?, 1, clock_timestamp() + ? * interval '1 millisecond')"
                        + " on conflict (name) do update set owner = excluded.owner, fence = lease.fence + 1,"
                        + " expires = excluded.expires"
                        + " where lease.expires < clock_timestamp() or lease.owner = excluded.owner returning fence",
                row -> new Lease(owner, row.getLong(1)),
                LogHeads.LEASE,
                owner,
                duration.toMillis()));
    }

    @Override
    public Future<Boolean> renew(Lease lease, Duration duration) {
        return database.transaction(connection -> Statements.one(
                        connection,
                        "update lease set expires = clock_timestamp() + ? * interval '1 millisecond'"
                                + " where name = ? and owner = ? and fence = ? and expires > clock_timestamp() returning 1",
                        row -> row.getInt(1),
                        duration.toMillis(),
                        LogHeads.LEASE,
                        lease.owner(),
                        lease.fence())
                != null);
    }

    @Override
    public Future<Void> release(Lease lease) {
        return database.transaction(connection -> {
                    Statements.update(
                            connection,
                            "update lease set expires = '-infinity' where name = ? and owner = ? and fence = ?",
                            LogHeads.LEASE,
                            lease.owner(),
                            lease.fence());
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

    private <T> Future<List<T>> all(String sql, Statements.RowReader<T> reader, Object... parameters) {
        return database.transaction(connection -> Statements.rows(connection, sql, reader, parameters));
    }
}
