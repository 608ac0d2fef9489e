package io.barograph.server.store;

import io.barograph.api.EpochReport;
import io.barograph.api.SweepState;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import io.barograph.server.log.LogCodec;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.Ended;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.FrontChanged;
import io.barograph.server.log.LoggedChange.Paused;
import io.barograph.server.log.LoggedChange.PriorityChanged;
import io.barograph.server.log.LoggedChange.Resumed;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.LoggedChange.TrialCancelled;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.log.PlannedTrial;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns log entries into rows of one transaction: a statement for each kind of row, all of them in one round trip. */
final class StateWriter {
    private final SqlRows events = new SqlRows(
            "insert into event (sweep, sequence, type, schema_version, payload, at) select * from"
                    + " unnest(?::text[], ?::int8[], ?::text[], ?::int4[], ?::text[]::jsonb[], ?::text[]::timestamptz[])");
    private final SqlRows planned = new SqlRows(
            "insert into trial (sweep, trial, index, budget, seed, parameters, state, attempt) select *, 0 from"
                    + " unnest(?::text[], ?::text[], ?::int4[], ?::float8[], ?::int8[], ?::text[]::jsonb[], ?::text[])");
    private final SqlRows started =
            new SqlRows("insert into attempt (sweep, trial, attempt, worker, slot, started_at) select * from"
                    + " unnest(?::text[], ?::text[], ?::int4[], ?::text[], ?::int4[], ?::text[]::timestamptz[])");
    private final SqlRows ended = // an attempt that came back before its trial was cancelled has ended already
            new SqlRows("update attempt set ended_at = r.at, outcome = r.outcome from"
                    + " unnest(?::text[]::timestamptz[], ?::text[], ?::text[], ?::text[], ?::int4[])"
                    + " as r (at, outcome, sweep, trial, attempt)"
                    + " where attempt.sweep = r.sweep and attempt.trial = r.trial and attempt.attempt = r.attempt"
                    + " and attempt.ended_at is null");
    private final SqlRows epochs = new SqlRows("insert into epoch"
            + " (sweep, trial, attempt, epoch, phase, metrics, checkpoint, teacher, rung, at) select * from"
            + " unnest(?::text[], ?::text[], ?::int4[], ?::int4[], ?::text[], ?::text[]::jsonb[],"
            + " ?::text[], ?::text[], ?::text[], ?::text[]::timestamptz[])");
    private final SqlRows results = new SqlRows("insert into result (sweep, trial, attempt, payload, at) select * from"
            + " unnest(?::text[], ?::text[], ?::int4[], ?::text[]::jsonb[], ?::text[]::timestamptz[])");
    private final SqlRows trials =
            new SqlRows("update trial set state = r.state, attempt = r.attempt, reason = r.reason from"
                    + " unnest(?::text[], ?::int4[], ?::text[], ?::text[], ?::text[]) as r (state, attempt, reason, sweep, trial)"
                    + " where trial.sweep = r.sweep and trial.trial = r.trial");
    private final SqlRows sweepStates = new SqlRows("update sweep set state = r.state from"
            + " unnest(?::text[], ?::text[]) as r (state, sweep) where sweep.sweep = r.sweep");
    private final Set<List<Object>> endings = new HashSet<>();
    private final Map<List<String>, TrialRow> latest = new HashMap<>();
    private final Map<String, SweepState> sweeps = new HashMap<>();

    static void write(Connection connection, List<LogEntry> entries) throws SQLException {
        StateWriter writer = new StateWriter();
        entries.forEach(writer::add);
        writer.execute(connection);
    }

    private void add(LogEntry entry) {
        String sweep = entry.sweep();
        LoggedChange change = entry.change();
        String at = entry.at().toString();
        events.add(sweep, entry.sequence(), LogCodec.type(change), LogCodec.SCHEMA_VERSION, LogCodec.write(change), at);
        if (change instanceof Submitted submitted) {
            submitted.trials().forEach(trial -> addPlanned(sweep, trial));
        } else if (change instanceof TrialStarted start) {
            started.add(sweep, start.trial(), start.attempt(), start.worker(), start.slot(), at);
            state(sweep, start.trial(), TrialState.RUNNING, start.attempt(), null);
        } else if (change instanceof EpochEnded epoch) {
            addEpoch(epoch.report(), at);
        } else if (change instanceof TrialReturned back) {
            ended(sweep, back.trial(), back.attempt(), back.cause().name(), at);
            state(sweep, back.trial(), TrialState.WAITING, back.attempt(), back.reason());
        } else if (change instanceof TrialCompleted completed) {
            TrialResult result = completed.result();
            results.add(sweep, result.trial(), result.attempt(), LogCodec.json(result), at);
            end(sweep, result.trial(), TrialState.COMPLETED, result.attempt(), null, at);
        } else if (change instanceof TrialFailed failed) {
            end(sweep, failed.trial(), TrialState.FAILED, failed.attempt(), failed.reason(), at);
        } else if (change instanceof TrialCancelled cancelled) {
            end(sweep, cancelled.trial(), TrialState.CANCELLED, cancelled.attempt(), "cancelled", at);
        } else if (change instanceof Paused) {
            sweeps.put(sweep, SweepState.PAUSED);
        } else if (change instanceof Resumed) {
            sweeps.put(sweep, SweepState.RUNNING);
        } else if (change instanceof Ended end) {
            sweeps.put(sweep, end.state());
        } else if (!(change instanceof FrontChanged) && !(change instanceof PriorityChanged)) {
            throw new IllegalArgumentException("no row for " + change);
        }
    }

    private void addPlanned(String sweep, PlannedTrial trial) {
        planned.add(
                sweep,
                trial.trial(),
                trial.index(),
                trial.budget(),
                trial.seed(),
                LogCodec.json(trial.parameters()),
                TrialState.WAITING.name());
    }

    private void addEpoch(EpochReport report, String at) {
        epochs.add(
                report.sweep(),
                report.trial(),
                report.attempt(),
                report.epoch(),
                report.phase().name(),
                LogCodec.json(report.metrics()),
                report.checkpoint(),
                report.teacher(),
                report.rung(),
                at);
    }

    private void end(String sweep, String trial, TrialState state, int attempt, @Nullable String reason, String at) {
        if (attempt > 0) {
            ended(sweep, trial, attempt, state.name(), at);
        }
        state(sweep, trial, state, attempt, reason);
    }

    /** Only the first end counts, also within the transaction. */
    private void ended(String sweep, String trial, int attempt, String outcome, String at) {
        if (endings.add(List.of(sweep, trial, attempt))) {
            ended.add(at, outcome, sweep, trial, attempt);
        }
    }

    /** Only the last state within the transaction is written: an update from several rows takes any of them. */
    private void state(String sweep, String trial, TrialState state, int attempt, @Nullable String reason) {
        latest.put(List.of(sweep, trial), new TrialRow(trial, state, attempt, reason));
    }

    private void execute(Connection connection) throws SQLException {
        latest.forEach(
                (key, row) -> trials.add(row.state().name(), row.attempt(), row.reason(), key.get(0), key.get(1)));
        sweeps.forEach((sweep, state) -> sweepStates.add(state.name(), sweep));
        SqlRows.execute(connection, List.of(events, planned, started, ended, epochs, results, trials, sweepStates));
    }
}
