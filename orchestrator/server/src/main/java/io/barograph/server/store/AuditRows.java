package io.barograph.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.AuditAction;
import io.barograph.api.AuditEntry;
import io.barograph.server.log.LogCodec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Deeds that leave no log, each written in the transaction that does it. */
final class AuditRows {
    private AuditRows() {}

    static void write(
            Connection connection, String caller, AuditAction action, String subject, SortedMap<String, String> details)
            throws SQLException {
        Statements.update(
                connection,
                "insert into audit (at, caller, action, subject, details) values (clock_timestamp(), ?, ?, ?, ?::jsonb)",
                caller,
                action.name(),
                subject,
                LogCodec.json(details));
    }

    /** The newest first, and only those with a smaller number than {@code before}. */
    static List<AuditEntry> newest(Connection connection, @Nullable Long before, int limit) throws SQLException {
        return Statements.rows(
                connection,
                "select number, at, caller, action, subject, details from audit where number < ?"
                        + " order by number desc limit ?",
                row -> new AuditEntry(
                        row.getLong(1),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getString(3),
                        AuditAction.valueOf(row.getString(4)),
                        row.getString(5),
                        details(row.getString(6))),
                before == null ? Long.MAX_VALUE : before,
                limit);
    }

    private static SortedMap<String, String> details(String json) {
        SortedMap<String, String> details = new TreeMap<>();
        LogCodec.parse(json, JsonNode.class)
                .properties()
                .forEach(entry -> details.put(entry.getKey(), entry.getValue().asText()));
        return details;
    }
}
