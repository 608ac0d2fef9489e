package io.barograph.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.EpochReport;
import io.barograph.api.Phase;
import io.barograph.api.SweepState;
import io.barograph.api.SweepSummary;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import io.barograph.server.log.LogCodec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the tables beside the log say of sweeps. */
final class SweepQueries {
    private static final String[] ENDED = Arrays.stream(SweepState.values())
            .filter(SweepState::terminal)
            .map(Enum::name)
            .toArray(String[]::new);

    private SweepQueries() {}

    static List<SweepHead> heads(Connection connection) throws SQLException {
        return Statements.rows(
                connection,
                "select sweep, state, sequence from sweep order by number",
                row -> new SweepHead(row.getString(1), state(row.getString(2)), row.getLong(3)));
    }

    static List<SweepHead> lately(Connection connection, Instant since, int limit) throws SQLException {
        return Statements.rows(
                connection,
                "select sweep, state, sequence from sweep where not state = any (?) or (select at from event"
                        + " where event.sweep = sweep.sweep and event.sequence = sweep.sequence) > ?"
                        + " order by state = any (?), number desc limit ?",
                row -> new SweepHead(row.getString(1), state(row.getString(2)), row.getLong(3)),
                ENDED,
                since.atOffset(ZoneOffset.UTC),
                ENDED,
                limit);
    }

    static List<SweepSummary> newest(Connection connection, @Nullable Long before, int limit) throws SQLException {
        return Statements.rows(
                connection,
                "select sweep, number, state, sequence, created_at, coalesce((select jsonb_object_agg(state, trials) from"
                        + " (select state, count(*) as trials from trial where trial.sweep = page.sweep group by state)"
                        + " counted), '{}'), submitted_by from (select * from sweep where number < ? order by number desc"
                        + " limit ?) page order by number desc",
                row -> new SweepSummary(
                        row.getString(1),
                        row.getLong(2),
                        state(row.getString(3)),
                        row.getObject(5, OffsetDateTime.class).toInstant(),
                        counts(row.getString(6)),
                        row.getLong(4),
                        row.getString(7)),
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

    static List<TrialRow> trials(Connection connection, String sweep) throws SQLException {
        return Statements.rows(
                connection,
                "select trial, state, attempt, reason from trial where sweep = ? order by index",
                row -> new TrialRow(
                        row.getString(1), TrialState.valueOf(row.getString(2)), row.getInt(3), row.getString(4)),
                sweep);
    }

    static List<EpochReport> epochs(Connection connection, String sweep, String trial) throws SQLException {
        return Statements.rows(
                connection,
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

    static List<TrialResult> results(Connection connection, String sweep) throws SQLException {
        return Statements.rows(
                connection,
                "select payload from result join trial using (sweep, trial) where sweep = ? order by index",
                row -> LogCodec.parse(row.getString(1), TrialResult.class),
                sweep);
    }
}
