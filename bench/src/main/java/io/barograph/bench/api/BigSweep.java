package io.barograph.bench.api;

import io.barograph.api.EpochReport;
import io.barograph.api.Phase;
import io.barograph.api.SearchSpec;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialResult;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.FrontChanged;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.log.PlannedTrial;
import io.barograph.server.search.TrialSampler;
import io.barograph.server.store.Lease;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** A sweep of thousands of trials, most of them completed, written through the store as a scheduler writes it. */
final class BigSweep {
    static final String NAME = "big";

    private static final List<Double> BUDGETS = List.of(1.0, 0.7, 0.5, 0.35, 0.25, 0.18, 0.125, 0.09, 0.0625, 0.04);
    private static final int BATCH = 2000;
    private static final Duration LEASE = Duration.ofMinutes(10);

    private final SweepStore store;
    private final Lease lease;
    private final List<LogEntry> batch = new ArrayList<>();
    private long sequence = 1;
    private Instant now = Instant.now().minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MICROS);

    private BigSweep(SweepStore store, Lease lease) {
        this.store = store;
        this.lease = lease;
    }

    /** Writes all of it but the last few trials, which wait for a worker. */
    static BigSweep write(SweepStore store, int trials, int epochs) {
        SearchSpec search = TestingSpecs.grid(
                BUDGETS,
                LongStream.rangeClosed(1, trials / BUDGETS.size()).boxed().toList(),
                Map.of());
        SweepSpec spec = TestingSpecs.sweep(NAME, search);
        TrialSampler sampler = TrialSampler.of(search);
        List<PlannedTrial> plan = sampler.next(0);
        Lease lease = Objects.requireNonNull(on(store.acquire("bench", LEASE)));
        BigSweep sweep = new BigSweep(store, lease);
        on(store.submit(new LogEntry(NAME, 1, sweep.now, new Submitted("big", spec, sampler.version(), plan))));
        for (int i = 0; i < plan.size() - BUDGETS.size(); i++) {
            sweep.trial(plan.get(i), epochs, i % 100 == 0);
        }
        sweep.flush();
        on(store.release(lease)); // an orchestrator takes it
        return sweep;
    }

    long sequence() {
        return sequence;
    }

    private void trial(PlannedTrial trial, int epochs, boolean changesFront) {
        add(new TrialStarted(trial.trial(), trial.budget(), 1, "worker-1", 0, 1, null, null, null, null, null));
        for (int epoch = 1; epoch <= epochs; epoch++) {
            add(new EpochEnded(report(trial.trial(), 1, epoch, epochs)));
        }
        TrialResult result = TestingSpecs.result(NAME, trial.trial(), 1, trial.budget());
        add(new TrialCompleted(result));
        if (changesFront) {
            add(new FrontChanged(List.of(trial.trial()), 3.0 + sequence / 1e9));
        }
    }

    static EpochReport report(String trial, int attempt, int epoch, int epochs) {
        return new EpochReport(
                NAME,
                trial,
                attempt,
                epoch * 3 < epochs ? Phase.PRUNE : Phase.FINE_TUNE,
                epoch,
                new TreeMap<>(Map.of(
                        "loss",
                        2.0 / epoch,
                        "validationAccuracy",
                        0.9 - 0.5 / epoch,
                        "trainAccuracy",
                        0.92 - 0.5 / epoch,
                        "volumeRatio",
                        Math.max(0.1, 1.0 - 0.01 * epoch),
                        "budgetRatio",
                        Math.max(0.1, 1.0 - 0.011 * epoch),
                        "barrier",
                        1.0 + epoch)),
                null,
                null,
                null);
    }

    private void add(LoggedChange change) {
        sequence++;
        now = now.plusMillis(50);
        batch.add(new LogEntry(NAME, sequence, now, change));
        if (batch.size() >= BATCH) {
            flush();
        }
    }

    private void flush() {
        on(store.append(lease, List.copyOf(batch)));
        batch.clear();
    }

    static <T> T on(Future<T> future) {
        try {
            return future.await(5, TimeUnit.MINUTES);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("not done within minutes", e);
        }
    }
}
