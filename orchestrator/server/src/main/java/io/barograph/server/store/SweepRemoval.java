package io.barograph.server.store;

import io.barograph.api.AuditAction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Removes the rows of an ended sweep in one transaction of the scheduler, which remembers who wanted it. */
final class SweepRemoval {
    /** Those that refer to others before those. */
    private static final List<String> TABLES = List.of("result", "epoch", "attempt", "trial", "event", "sweep");

    private SweepRemoval() {}

    /** What is stored of a sweep that is to go. */
    private record Stored(String state, long sequence, Instant createdAt, @Nullable String submittedBy) {}

    /**
     * Whether there was one.
     *
     * @throws FencedException if somebody else has taken the lease
     */
    static boolean remove(Connection connection, Lease lease, String sweep, String by) throws SQLException {
        LogHeads.confirm(connection, lease);
        Stored stored = Statements.one(
                connection,
                "select state, sequence, created_at, submitted_by from sweep where sweep = ? for update",
                row -> new Stored(
                        row.getString(1),
                        row.getLong(2),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        row.getString(4)),
                sweep);
        if (stored == null) {
            return false;
        }
        SweepHead.requireEnded(sweep, SweepQueries.state(stored.state()));
        for (String table : TABLES) {
            Statements.update(connection, "delete from " + table + " where sweep = ?", sweep);
        }
        AuditRows.write(
                connection,
                by,
                AuditAction.SWEEP_DELETED,
                sweep,
                details(stored.state(), stored.sequence(), stored.createdAt(), stored.submittedBy()));
        LogHeads.hold(connection, lease); // at last: the lease can be renewed while much is removed
        return true;
    }

    /** What the audit keeps of a sweep. */
    static SortedMap<String, String> details(
            String state, long sequence, Instant createdAt, @Nullable String submittedBy) {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("state", state);
        details.put("entries", String.valueOf(sequence));
        details.put("createdAt", createdAt.toString());
        if (submittedBy != null) {
            details.put("submittedBy", submittedBy);
        }
        return details;
    }
}
