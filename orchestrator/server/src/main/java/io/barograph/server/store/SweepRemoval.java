package io.barograph.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Removes the rows of an ended sweep in one transaction of the scheduler. */
final class SweepRemoval {
    /** Those that refer to others before those. */
    private static final List<String> TABLES = List.of("result", "epoch", "attempt", "trial", "event", "sweep");

    private SweepRemoval() {}

    /**
     * Whether there was one.
     *
     * @throws FencedException if somebody else has taken the lease
     */
    static boolean remove(Connection connection, Lease lease, String sweep) throws SQLException {
        LogHeads.confirm(connection, lease);
        String state = Statements.one(
                connection, "select state from sweep where sweep = ? for update", row -> row.getString(1), sweep);
        if (state == null) {
            return false;
        }
        SweepHead.requireEnded(sweep, PostgresSweepStore.state(state));
        for (String table : TABLES) {
            Statements.update(connection, "delete from " + table + " where sweep = ?", sweep);
        }
        LogHeads.hold(connection, lease); // at last: the lease can be renewed while much is removed
        return true;
    }
}
