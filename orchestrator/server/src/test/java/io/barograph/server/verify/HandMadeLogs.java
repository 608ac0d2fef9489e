package io.barograph.server.verify;

import io.barograph.api.SearchSpec;
import io.barograph.api.SweepState;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.Ended;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.LoggedChange.TrialCancelled;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.search.TrialSampler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Short logs of two trials, written entry by entry. */
final class HandMadeLogs {
    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

    private HandMadeLogs() {}

    /** The submission and these changes, a second apart. */
    static List<LogEntry> of(LoggedChange... changes) {
        SearchSpec search = SearchSpec.grid(List.of(1.0, 0.5));
        TrialSampler sampler = TrialSampler.of(search);
        List<LoggedChange> all = new ArrayList<>();
        all.add(new Submitted("key", TestingSpecs.sweep("short", search), sampler.version(), sampler.next(0)));
        all.addAll(List.of(changes));
        List<LogEntry> log = new ArrayList<>();
        for (LoggedChange change : all) {
            log.add(new LogEntry("short", log.size() + 1, BEGIN.plusSeconds(log.size()), change));
        }
        return log;
    }

    static TrialStarted start(String trial, double budget, int attempt) {
        return new TrialStarted(trial, budget, attempt, "worker", 0, attempt, null, null, null, null, null);
    }

    static List<LogEntry> cancelledWhileWaiting() {
        return of(
                start("t0000", 1, 1),
                new TrialReturned("t0000", 1, ReturnCause.LOST, null, "silent", null),
                new TrialCancelled("t0000", 1),
                new TrialCancelled("t0001", 0),
                new Ended(SweepState.CANCELLED));
    }
}
