package io.barograph.server.verify;

import java.util.List;

/** Rows of the current state that are not what the log says. */
final class RowCorruptions {
    static final List<Corruption> ALL = List.of(
            row(Invariant.SWEEP_ROW, "state", "update sweep set state = 'RUNNING'"),
            row(Invariant.SWEEP_ROW, "state that there is not", "update sweep set state = 'PAUSED'"),
            row(Invariant.SWEEP_ROW, "key", "update sweep set idempotency_key = 'another'"),
            row(Invariant.SWEEP_ROW, "spec", "update sweep set spec = jsonb_set(spec, '{search,seeds}', '[9]')"),
            row(Invariant.SWEEP_ROW, "unreadable spec", "update sweep set spec = '\"none\"'"),
            row(Invariant.SWEEP_ROW, "creation", "update sweep set created_at = created_at + interval '1 microsecond'"),
            row(Invariant.SWEEP_ROW, "submitter", "update sweep set submitted_by = 'another'"),
            row(Invariant.TRIAL_ROW, "state", "update trial set state = 'WAITING' where index = 3"),
            row(Invariant.TRIAL_ROW, "attempt", "update trial set attempt = attempt + 1 where index = 3"),
            row(Invariant.TRIAL_ROW, "budget", "update trial set budget = 0.3 where index = 3"),
            row(Invariant.TRIAL_ROW, "seed", "update trial set seed = 9 where index = 3"),
            row(Invariant.TRIAL_ROW, "parameters", "update trial set parameters = '{}' where index = 3"),
            row(Invariant.TRIAL_ROW, "reason", "update trial set reason = 'none' where index = 3"),
            row(Invariant.TRIAL_ROW, "order", "update trial set index = 99 where index = 3"),
            row(
                    Invariant.TRIAL_ROW,
                    "one more",
                    "insert into trial select sweep, 't0099', 99, budget, seed, parameters, state, attempt from trial"
                            + " where index = 3"),
            row(Invariant.ATTEMPT_ROW, "worker", "update attempt set worker = 'nobody' where attempt = 1"),
            row(Invariant.ATTEMPT_ROW, "slot", "update attempt set slot = 5 where attempt = 1"),
            row(Invariant.ATTEMPT_ROW, "start", "update attempt set started_at = '2020-01-01' where attempt = 1"),
            row(Invariant.ATTEMPT_ROW, "no end", "update attempt set ended_at = null where attempt = 1"),
            row(Invariant.ATTEMPT_ROW, "outcome", "update attempt set outcome = 'LOST' where outcome = 'COMPLETED'"),
            row(
                    Invariant.ATTEMPT_ROW,
                    "one more",
                    "insert into attempt select sweep, trial, 99, worker, slot, started_at from attempt where attempt = 1"
                            + " limit 1"),
            row(Invariant.EPOCH_ROW, "lost", "delete from epoch where epoch = 2 and attempt = 1"),
            row(
                    Invariant.EPOCH_ROW,
                    "doubled under another number",
                    "insert into epoch select sweep, trial, attempt, 99, phase, metrics, checkpoint, teacher, at, rung"
                            + " from epoch where epoch = 2 and attempt = 1"),
            row(Invariant.EPOCH_ROW, "metric", "update epoch set metrics = '{\"loss\": 0.5000001}' where epoch = 2"),
            row(Invariant.EPOCH_ROW, "unreadable metric", "update epoch set metrics = '{\"loss\": \"NaN\"}'"),
            row(Invariant.EPOCH_ROW, "phase", "update epoch set phase = 'COMPACT' where epoch = 2"),
            row(Invariant.EPOCH_ROW, "checkpoint", "update epoch set checkpoint = null where epoch = 2"),
            row(Invariant.EPOCH_ROW, "time", "update epoch set at = '2020-01-01' where epoch = 2"),
            row(Invariant.RESULT_ROW, "lost", "delete from result where trial = (select min(trial) from result)"),
            row(
                    Invariant.RESULT_ROW,
                    "accuracy",
                    "update result set payload = jsonb_set(payload, '{measurement,testAccuracy}', '0.99')"),
            row(Invariant.RESULT_ROW, "unreadable", "update result set payload = payload - 'model'"),
            row(Invariant.RESULT_ROW, "time", "update result set at = '-infinity'"),
            row(Invariant.LEASE, "never held", "delete from lease"),
            row(Invariant.LEASE, "impossible fence", "update lease set fence = 0"));

    private RowCorruptions() {}

    private static Corruption row(Invariant violates, String name, String sql) {
        return new Corruption(violates, name, log -> log.sql(sql));
    }
}
