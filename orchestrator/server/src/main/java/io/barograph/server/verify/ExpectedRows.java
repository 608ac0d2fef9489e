package io.barograph.server.verify;

import io.barograph.api.EpochReport;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.PlannedTrial;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The rows that a history should have left. */
final class ExpectedRows {
    private final Map<Table, List<StoredRow>> rows = new EnumMap<>(Table.class);

    private ExpectedRows() {
        for (Table table : Table.values()) {
            rows.put(table, new ArrayList<>());
        }
    }

    /** @param sequence number of the last entry */
    static ExpectedRows of(History history, long sequence) {
        ExpectedRows expected = new ExpectedRows();
        Submitted submission = history.submission();
        expected.add(Table.SWEEP, "")
                .put("idempotency_key", submission.idempotencyKey())
                .put("spec", submission.spec())
                .put("state", history.state().name())
                .put("sequence", sequence)
                .put("created_at", history.first().at())
                .put("submitted_by", submission.by());
        history.trials().forEach(expected::addTrial);
        return expected;
    }

    List<StoredRow> of(Table table) {
        return rows.getOrDefault(table, List.of());
    }

    private StoredRow add(Table table, String key) {
        StoredRow row = new StoredRow(key);
        rows.computeIfAbsent(table, none -> new ArrayList<>()).add(row);
        return row;
    }

    private void addTrial(TrialHistory trial) {
        PlannedTrial plan = trial.plan;
        add(Table.TRIAL, trial.name())
                .put("index", (long) plan.index())
                .put("budget", plan.budget())
                .put("seed", plan.seed())
                .put("parameters", plan.parameters())
                .put("state", trial.state.name())
                .put("attempt", (long) trial.attempt)
                .put("reason", trial.reason);
        trial.attempts.forEach((number, attempt) -> addAttempt(trial.name() + " " + number, attempt));
        if (trial.result != null) {
            add(Table.RESULT, trial.name())
                    .put("attempt", (long) trial.result.attempt())
                    .put("payload", trial.result)
                    .put("at", trial.resultAt);
        }
    }

    private void addAttempt(String key, TrialHistory.Attempt attempt) {
        add(Table.ATTEMPT, key)
                .put("worker", attempt.started.worker())
                .put("slot", (long) attempt.started.slot())
                .put("started_at", attempt.startedAt)
                .put("ended_at", attempt.endedAt)
                .put("outcome", attempt.outcome);
        for (TrialHistory.Epoch epoch : attempt.epochs.values()) {
            EpochReport report = epoch.report();
            add(Table.EPOCH, key + " " + report.epoch())
                    .put("phase", report.phase().name())
                    .put("metrics", report.metrics())
                    .put("checkpoint", report.checkpoint())
                    .put("teacher", report.teacher())
                    .put("rung", report.rung())
                    .put("at", epoch.at());
        }
    }
}
