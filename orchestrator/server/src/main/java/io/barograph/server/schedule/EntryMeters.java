package io.barograph.server.schedule;

import io.barograph.api.Ack;
import io.barograph.metrics.Meters;
import io.barograph.metrics.Metric;
import io.barograph.metrics.SweepGauges;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.TrialCancelled;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialReturned;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what was stored. */
final class EntryMeters {
    private static final List<String> ENDS = List.of("completed", "failed", "cancelled");

    private EntryMeters() {}

    /** Shows everything that a scheduler counts and times from nothing on: what appears with 1 has no increase. */
    static void begin(Meters meters) {
        for (Metric counter :
                List.of(Metric.LEASES_TAKEN, Metric.LEASES_LOST, Metric.STORE_ENTRIES, Metric.STORE_FAILURES)) {
            meters.counter(counter);
        }
        for (Metric timer : List.of(Metric.STORE_COMMIT, Metric.DISPATCH, Metric.QUEUE_WAIT)) {
            meters.timer(timer);
        }
        ENDS.forEach(end -> meters.counter(Metric.ATTEMPTS_ENDED, end));
        for (LoggedChange.ReturnCause cause : LoggedChange.ReturnCause.values()) {
            meters.counter(Metric.ATTEMPTS_ENDED, SweepGauges.label(cause));
        }
        for (Ack.Reason reason : Ack.Reason.values()) {
            if (refused(reason)) {
                meters.counter(Metric.REPORTS_REFUSED, SweepGauges.label(reason));
            }
        }
    }

    /** Whether the answer is counted among the reports that did not count. */
    static boolean refused(Ack.Reason reason) {
        return reason != Ack.Reason.OK && reason != Ack.Reason.GIVE_BACK;
    }

    static void count(Meters meters, List<LogEntry> entries) {
        meters.counter(Metric.STORE_ENTRIES).increment(entries.size());
        for (LogEntry entry : entries) {
            String outcome = outcome(entry.change());
            if (outcome != null) {
                meters.counter(Metric.ATTEMPTS_ENDED, outcome).increment();
            }
        }
    }

    /** How the change ended an attempt, or null if it ended none. */
    private static @Nullable String outcome(LoggedChange change) {
        if (change instanceof TrialCompleted) {
            return "completed";
        }
        if (change instanceof TrialFailed failed) {
            return failed.attempt() == 0 ? null : "failed";
        }
        if (change instanceof TrialCancelled cancelled) {
            return cancelled.attempt() == 0 ? null : "cancelled";
        }
        return change instanceof TrialReturned returned ? SweepGauges.label(returned.cause()) : null;
    }
}
