package io.barograph.server.store;

import io.barograph.server.log.LogEntry;
import io.barograph.server.state.SweepProjection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds of a stored log what changes what readers see of it: tens of thousands of entries among a million of epochs. */
final class TurnFold {
    private static final int PAGE = 2000;

    /** As the index on it says. */
    private static final String TURN = "(type <> 'EpochEnded' or payload -> 'report' ->> 'teacher' is not null"
            + " or payload -> 'report' ->> 'rung' is not null)";

    private TurnFold() {}

    /** A stored sweep. */
    private record Head(long number, long sequence) {}

    static @Nullable SweepProjection load(Connection connection, String sweep) throws SQLException {
        Statements.update(connection, "set transaction isolation level repeatable read");
        Head head = Statements.one(
                connection,
                "select number, sequence from sweep where sweep = ?",
                row -> new Head(row.getLong(1), row.getLong(2)),
                sweep);
        if (head == null) {
            return null;
        }
        List<LogEntry> page = page(connection, sweep, 0);
        if (page.isEmpty()) {
            throw new DamagedLogException(sweep, 1, "it is missing", null);
        }
        SweepProjection projection = LogFold.begin(page.get(0), head.number());
        LogFold.applyTurns(projection, page.subList(1, page.size()));
        while (page.size() == PAGE) {
            page = page(connection, sweep, projection.sequence());
            LogFold.applyTurns(projection, page);
        }
        projection.skipTo(Math.max(projection.sequence(), head.sequence()));
        return projection;
    }

    private static List<LogEntry> page(Connection connection, String sweep, long after) throws SQLException {
        return Statements.rows(
                connection,
                "select sequence, type, schema_version, payload, at from event where sweep = ? and sequence > ? and "
                        + TURN + " order by sequence limit " + PAGE,
                row -> PostgresSweepStore.entry(sweep, row),
                sweep,
                after);
    }
}
