package io.barograph.server.store;

import io.barograph.api.BarographException;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepState;
import io.barograph.server.access.Quota;
import io.barograph.server.log.LogCodec;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Submitted;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores a new sweep in one transaction. */
final class SweepInsertion {
    private static final String ENDED = Arrays.stream(SweepState.values())
            .filter(SweepState::terminal)
            .map(state -> "'" + state + "'")
            .collect(Collectors.joining(", ", "(", ")"));

    private SweepInsertion() {}

    /**
     * Whether it is new.
     *
     * @throws BarographException CONFLICT or QUOTA_EXCEEDED
     */
    static boolean insert(Connection connection, LogEntry first, Quota quota) throws SQLException {
        Submitted submitted = (Submitted) first.change();
        if (!insertRow(connection, first, submitted)) {
            requireSame(connection, first, submitted);
            return false;
        }
        String caller = quota.equals(Quota.NONE) ? null : submitted.by();
        if (caller != null) {
            quota.requireRoom(caller, usage(connection, caller, first.sweep())); // before all the trials are written
        }
        StateWriter.write(connection, List.of(first));
        if (caller != null) {
            // Others of this caller may have come meanwhile: from here to the end of the transaction there is one at a
            // time.
            Statements.one(
                    connection,
                    "select pg_advisory_xact_lock(hashtextextended('barograph quota of ' || ?, 0))",
                    row -> true,
                    caller);
            quota.requireRoom(caller, usage(connection, caller, first.sweep()));
        }
        return true;
    }

    private static boolean insertRow(Connection connection, LogEntry first, Submitted submitted) throws SQLException {
        return Statements.update(
                        connection,
                        "insert into sweep (sweep, idempotency_key, spec, state, sequence, created_at, submitted_by)"
                                + " values (?, ?, ?::jsonb, ?, 1, ?, ?) on conflict do nothing",
                        first.sweep(),
                        submitted.idempotencyKey(),
                        LogCodec.json(submitted.spec()),
                        SweepState.RUNNING.name(),
                        first.at().atOffset(ZoneOffset.UTC),
                        submitted.by())
                == 1;
    }

    private static void requireSame(Connection connection, LogEntry first, Submitted submitted) throws SQLException {
        Map.@Nullable Entry<String, SweepSpec> known = findByKey(connection, submitted.idempotencyKey());
        if (known == null) {
            throw MemorySweepStore.conflict("sweep " + first.sweep() + " exists and is another one");
        }
        if (!known.getValue().equals(submitted.spec())) {
            throw MemorySweepStore.conflict(
                    "idempotency key belongs to sweep " + known.getKey() + ", which has another spec");
        }
    }

    static Map.@Nullable Entry<String, SweepSpec> findByKey(Connection connection, String key) throws SQLException {
        return Statements.one(
                connection,
                "select sweep, spec from sweep where idempotency_key = ?",
                row -> Map.entry(row.getString(1), LogCodec.parse(row.getString(2), SweepSpec.class)),
                key);
    }

    /** What the caller has beside this sweep. */
    private static Quota.Usage usage(Connection connection, String caller, String sweep) throws SQLException {
        return Objects.requireNonNull(Statements.one(
                connection,
                "select (select count(*) from sweep where submitted_by = ? and sweep <> ? and state not in " + ENDED
                        + "), (select coalesce(sum(bytes), 0) from result join sweep using (sweep) where submitted_by = ?)",
                row -> new Quota.Usage(row.getLong(1), row.getLong(2)),
                caller,
                sweep,
                caller));
    }
}
