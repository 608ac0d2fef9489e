package io.barograph.server.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A stored sweep within a transaction, to be damaged there. */
final class StoredLog {
    private final Connection connection;

    StoredLog(Connection connection) {
        this.connection = connection;
    }

    void sql(String statement) throws SQLException {
        try (Statement run = connection.createStatement()) {
            if (run.executeUpdate(statement) == 0 && !statement.startsWith("alter")) {
                throw new AssertionError("changed nothing: " + statement);
            }
        }
    }

    /** Number of the first entry of which a condition holds. */
    long entry(String condition) throws SQLException {
        return number("select min(sequence) from event where " + condition);
    }

    long number(String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet row = select.executeQuery()) {
            row.next();
            long found = row.getLong(1);
            if (row.wasNull()) {
                throw new AssertionError("nothing found: " + query);
            }
            return found;
        }
    }

    /** Sets a part of an entry's payload to a JSON value. */
    void set(long entry, String path, String json) throws SQLException {
        sql("update event set payload = jsonb_set(payload, '{" + path + "}', '" + json + "') where sequence = "
                + entry);
    }

    /** Takes an entry out and closes the gap. */
    void remove(long entry) throws SQLException {
        sql("delete from event where sequence = " + entry);
        renumber(entry + 1, -1);
    }

    /** Puts a copy of an entry in as number {@code at}, and moves the later ones on. */
    void copy(long entry, long at) throws SQLException {
        sql("insert into event select sweep, -1, type, schema_version, payload, at from event where sequence = "
                + entry);
        sql("update event set sequence = -sequence - 1000000 where sequence > 0 and sequence >= " + at);
        sql("update event set sequence = " + at + " where sequence = -1");
        sql("update event set sequence = -sequence - 1000000 + 1 where sequence < 0");
        sql("update sweep set sequence = sequence + 1");
    }

    /** Puts a new entry in as number {@code at}, and moves the later ones on. */
    void put(long at, String type, String json) throws SQLException {
        copy(at, at);
        sql("update event set type = '" + type + "', payload = '" + json + "' where sequence = " + at);
    }

    private void renumber(long from, int by) throws SQLException {
        if (number("select count(*) from event where sequence >= " + from) > 0) {
            sql("update event set sequence = -(sequence + " + by + ") where sequence >= " + from);
            sql("update event set sequence = -sequence where sequence < 0");
        }
        sql("update sweep set sequence = sequence + " + by);
    }

    /** Lets two entries change places, with their times staying where they are. */
    void swap(long one, long other) throws SQLException {
        sql("update event a set type = b.type, payload = b.payload from event b where (a.sequence, b.sequence) in (("
                + one + ", " + other + "), (" + other + ", " + one + "))");
    }
}
