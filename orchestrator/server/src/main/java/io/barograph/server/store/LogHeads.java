package io.barograph.server.store;

import io.barograph.server.log.LogEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may write and where the logs end: what a transaction of the scheduler locks before it appends. */
final class LogHeads {
    static final String LEASE = "scheduler";

    private static final String HELD = "select 1 from lease where name = ? and owner = ? and fence = ?";
    private static final String ADVANCE = "update sweep set sequence = r.last"
            + " from unnest(?::text[], ?::int8[], ?::int8[]) as r (sweep, before, last)"
            + " where sweep.sweep = r.sweep and sweep.sequence = r.before returning sweep.sweep";

    private LogHeads() {}

    /** @throws FencedException if somebody else has taken the lease; reads only, so that nothing has to reach the disk */
    static void confirm(Connection connection, Lease lease) throws SQLException {
        require(connection, lease, HELD);
    }

    /**
     * Holds the lease to the end of the transaction.
     *
     * @throws FencedException if somebody else has taken it
     */
    static void hold(Connection connection, Lease lease) throws SQLException {
        require(connection, lease, HELD + " for share");
    }

    private static void require(Connection connection, Lease lease, String query) throws SQLException {
        Integer held = Statements.one(connection, query, row -> row.getInt(1), LEASE, lease.owner(), lease.fence());
        if (held == null) {
            throw new FencedException(lease);
        }
    }

    /**
     * Holds the lease to the end of the transaction and moves the counter row of every sweep from before its first entry to
     * its last, in one round trip.
     *
     * @throws FencedException if somebody else has taken the lease
     * @throws SequenceConflictException if entries do not continue their log
     */
    static void advance(Connection connection, Lease lease, List<LogEntry> entries) throws SQLException {
        Map<String, Long> firsts = new LinkedHashMap<>();
        Map<String, Long> lasts = new LinkedHashMap<>();
        for (LogEntry entry : entries) {
            firsts.putIfAbsent(entry.sweep(), entry.sequence());
            Long before = lasts.put(entry.sweep(), entry.sequence());
            if (before != null && entry.sequence() != before + 1) {
                throw new SequenceConflictException(entry.sweep(), entry.sequence());
            }
        }
        SqlRows counters = new SqlRows(ADVANCE);
        firsts.forEach((sweep, first) -> counters.add(sweep, first - 1, lasts.get(sweep)));
        Set<String> advanced = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(HELD + " for share; " + ADVANCE)) {
            statement.setString(1, LEASE);
            statement.setString(2, lease.owner());
            statement.setLong(3, lease.fence());
            counters.bind(statement, 4);
            statement.execute();
            try (ResultSet held = statement.getResultSet()) {
                if (!held.next()) {
                    throw new FencedException(lease);
                }
            }
            statement.getMoreResults();
            try (ResultSet sweeps = statement.getResultSet()) {
                while (sweeps.next()) {
                    advanced.add(sweeps.getString(1));
                }
            }
        }
        firsts.forEach((sweep, first) -> {
            if (!advanced.contains(sweep)) {
                throw new SequenceConflictException(sweep, first);
            }
        });
    }
}
