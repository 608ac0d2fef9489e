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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns log entries into rows of one transaction, each kind of row in one batch. */
final class StateWriter {
    private final SqlBatch events = new SqlBatch(
            "insert into event (sweep, sequence, type, schema_version, payload, at) values (?, ?, ?, ?, ?::jsonb, ?)");
    private final SqlBatch planned =
            new SqlBatch("insert into trial (sweep, trial, index, budget, seed, parameters, state, attempt)"
                    + " values (?, ?, ?, ?, ?, ?::jsonb, ?, 0)");
    private final SqlBatch started = new SqlBatch(
            "insert into attempt (sweep, trial, attempt, worker, slot, started_at) values (?, ?, ?, ?, ?, ?)");
    private final SqlBatch ended = // an attempt that came back before its trial was cancelled has ended already
            new SqlBatch("update attempt set ended_at = ?, outcome = ?"
                    + " where sweep = ? and trial = ? and attempt = ? and ended_at is null");
    private final SqlBatch epochs = new SqlBatch(
            "insert into epoch (sweep, trial, attempt, epoch, phase, metrics, checkpoint, teacher, rung, at)"
                    + " values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)");
    private final SqlBatch results =
            new SqlBatch("insert into result (sweep, trial, attempt, payload, at) values (?, ?, ?, ?::jsonb, ?)");
    private final SqlBatch trials =
            new SqlBatch("update trial set state = ?, attempt = ?, reason = ? where sweep = ? and trial = ?");
    private final SqlBatch sweepStates = new SqlBatch("update sweep set state = ? where sweep = ?");
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
        OffsetDateTime at = time(entry.at());
        events.add(sweep, entry.sequence(), LogCodec.type(change), LogCodec.SCHEMA_VERSION, LogCodec.write(change), at);
        if (change instanceof Submitted submitted) {
            submitted.trials().forEach(trial -> addPlanned(sweep, trial));
        } else if (change instanceof TrialStarted start) {
            started.add(sweep, start.trial(), start.attempt(), start.worker(), start.slot(), at);
            state(sweep, start.trial(), TrialState.RUNNING, start.attempt(), null);
        } else if (change instanceof EpochEnded epoch) {
            addEpoch(epoch.report(), at);
        } else if (change instanceof TrialReturned back) {
            ended.add(at, back.cause().name(), sweep, back.trial(), back.attempt());
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

    private void addEpoch(EpochReport report, OffsetDateTime at) {
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

    private void end(
            String sweep, String trial, TrialState state, int attempt, @Nullable String reason, OffsetDateTime at) {
        if (attempt > 0) {
            ended.add(at, state.name(), sweep, trial, attempt);
        }
        state(sweep, trial, state, attempt, reason);
    }

    /** Only the last state within the transaction is written: batches of updates of one row are slow. */
    private void state(String sweep, String trial, TrialState state, int attempt, @Nullable String reason) {
        latest.put(List.of(sweep, trial), new TrialRow(trial, state, attempt, reason));
    }

    private void execute(Connection connection) throws SQLException {
        latest.forEach(
                (key, row) -> trials.add(row.state().name(), row.attempt(), row.reason(), key.get(0), key.get(1)));
        sweeps.forEach((sweep, state) -> sweepStates.add(state.name(), sweep));
        for (SqlBatch batch : List.of(events, planned, started, ended, epochs, results, trials, sweepStates)) {
            batch.execute(connection);
        }
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
