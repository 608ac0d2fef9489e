package io.barograph.server.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialResult;
import io.barograph.server.log.LogCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A table of the current state, with the columns that the log determines. */
enum Table {
    SWEEP(
            Invariant.SWEEP_ROW,
            List.of(),
            List.of(
                    new Column("idempotency_key", Kind.TEXT),
                    new Column("spec", Kind.SPEC),
                    new Column("state", Kind.TEXT),
                    new Column("sequence", Kind.WHOLE),
                    new Column("created_at", Kind.TIME),
                    new Column("submitted_by", Kind.TEXT))),
    TRIAL(
            Invariant.TRIAL_ROW,
            List.of("trial"),
            List.of(
                    new Column("index", Kind.WHOLE),
                    new Column("budget", Kind.NUMBER),
                    new Column("seed", Kind.WHOLE),
                    new Column("parameters", Kind.NUMBERS),
                    new Column("state", Kind.TEXT),
                    new Column("attempt", Kind.WHOLE),
                    new Column("reason", Kind.TEXT))),
    ATTEMPT(
            Invariant.ATTEMPT_ROW,
            List.of("trial", "attempt"),
            List.of(
                    new Column("worker", Kind.TEXT),
                    new Column("slot", Kind.WHOLE),
                    new Column("started_at", Kind.TIME),
                    new Column("ended_at", Kind.TIME),
                    new Column("outcome", Kind.TEXT))),
    EPOCH(
            Invariant.EPOCH_ROW,
            List.of("trial", "attempt", "epoch"),
            List.of(
                    new Column("phase", Kind.TEXT),
                    new Column("metrics", Kind.NUMBERS),
                    new Column("checkpoint", Kind.TEXT),
                    new Column("teacher", Kind.TEXT),
                    new Column("rung", Kind.TEXT),
                    new Column("at", Kind.TIME))),
    RESULT(
            Invariant.RESULT_ROW,
            List.of("trial"),
            List.of(
                    new Column("attempt", Kind.WHOLE),
                    new Column("payload", Kind.RESULT),
                    new Column("at", Kind.TIME)));

    private final Invariant invariant;
    private final List<String> key;
    private final List<Column> columns;

    Table(Invariant invariant, List<String> key, List<Column> columns) {
        this.invariant = invariant;
        this.key = key;
        this.columns = columns;
    }

    /** A column and what its values stand for. */
    record Column(String name, Kind kind) {}

    /** Content that stands for no value of its kind. */
    record Unreadable(String reason) {}

    enum Kind {
        TEXT,
        WHOLE,
        NUMBER,
        TIME,
        NUMBERS,
        SPEC,
        RESULT;

        @Nullable
        Object read(ResultSet row, int column) throws SQLException {
            if (row.getObject(column) == null) {
                return null;
            }
            return switch (this) {
                case TEXT -> row.getString(column);
                case WHOLE -> row.getLong(column);
                case NUMBER -> row.getDouble(column);
                case TIME -> row.getObject(column, OffsetDateTime.class).toInstant();
                case NUMBERS, SPEC, RESULT -> parsed(row.getString(column));
            };
        }

        private Object parsed(String json) {
            try {
                return switch (this) {
                    case SPEC -> LogCodec.parse(json, SweepSpec.class);
                    case RESULT -> LogCodec.parse(json, TrialResult.class);
                    default -> numbers(LogCodec.parse(json, JsonNode.class));
                };
            } catch (RuntimeException e) {
                return new Unreadable(String.valueOf(e.getMessage()));
            }
        }

        private static Object numbers(JsonNode json) {
            SortedMap<String, Double> numbers = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : json.properties()) {
                if (!entry.getValue().isNumber()) {
                    return new Unreadable(entry.getKey() + " is no number");
                }
                numbers.put(entry.getKey(), entry.getValue().doubleValue());
            }
            return json.isObject() ? numbers : new Unreadable("not an object of numbers");
        }
    }

    Invariant invariant() {
        return invariant;
    }

    /** Its name in the database and in messages. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<Column> columns() {
        return columns;
    }

    /** All rows of one sweep, whose name is the parameter. */
    String query() {
        List<String> all = new ArrayList<>(key);
        columns.forEach(column -> all.add(column.name()));
        return "select " + String.join(", ", all) + " from " + label() + " where sweep = ?"
                + (key.isEmpty() ? "" : " order by " + String.join(", ", key));
    }

    StoredRow read(ResultSet row) throws SQLException {
        List<String> parts = new ArrayList<>();
        for (int i = 1; i <= key.size(); i++) {
            parts.add(row.getString(i));
        }
        StoredRow read = new StoredRow(String.join(" ", parts));
        for (int i = 0; i < columns.size(); i++) {
            read.put(columns.get(i).name(), columns.get(i).kind().read(row, key.size() + i + 1));
        }
        return read;
    }
}
