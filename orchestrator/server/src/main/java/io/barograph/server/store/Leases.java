package io.barograph.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The scheduler's lease, by the clock of the database. */
final class Leases {
    private Leases() {}

    /** Null if somebody else holds it. */
    static @Nullable Lease acquire(Connection connection, String owner, Duration duration) throws SQLException {
        return Statements.one(
                connection,
                "insert into lease (name, owner, fence, expires)"
                        + " values (?, ?, 1, clock_timestamp() + ? * interval '1 millisecond')"
                        + " on conflict (name) do update set owner = excluded.owner, fence = lease.fence + 1,"
                        + " expires = excluded.expires"
                        + " where lease.expires < clock_timestamp() or lease.owner = excluded.owner returning fence",
                row -> new Lease(owner, row.getLong(1)),
                LogHeads.LEASE,
                owner,
                duration.toMillis());
    }

    static boolean renew(Connection connection, Lease lease, Duration duration) throws SQLException {
        return Statements.one(
                        connection,
                        "update lease set expires = clock_timestamp() + ? * interval '1 millisecond'"
                                + " where name = ? and owner = ? and fence = ? and expires > clock_timestamp() returning 1",
                        row -> row.getInt(1),
                        duration.toMillis(),
                        LogHeads.LEASE,
                        lease.owner(),
                        lease.fence())
                != null;
    }

    static void release(Connection connection, Lease lease) throws SQLException {
        Statements.update(
                connection,
                "update lease set expires = '-infinity' where name = ? and owner = ? and fence = ?",
                LogHeads.LEASE,
                lease.owner(),
                lease.fence());
    }
}
