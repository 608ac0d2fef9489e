package io.barograph.bench.dispatch;

import io.barograph.bench.dispatch.BenchCluster.Followed;
import io.barograph.bench.dispatch.BenchCluster.Workers;
import io.barograph.bench.dispatch.Member.Told;
import io.barograph.bench.dispatch.SlotJournal.Confirmed;
import io.barograph.bench.report.Figure;
import io.barograph.bench.report.Outcome;
import io.barograph.bench.report.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Slots that report epochs as fast as they are acknowledged, and a client that reads them all. */
final class ReportsExperiment {
    private static final int SLOTS = 256;
    private static final double ASKED = 5000;

    private ReportsExperiment() {}

    static Outcome run(Plan plan) throws IOException {
        int reports = SLOTS * plan.reportsOfSlot();
        Outcome outcome = new Outcome(
                String.format("Reports: %,d epochs from %d slots, %d times", reports, SLOTS, plan.repeats()));
        List<Double> stored = new ArrayList<>();
        List<Double> read = new ArrayList<>();
        List<Double> lag = new ArrayList<>();
        List<Followed> sweeps = new ArrayList<>();
        try (BenchCluster cluster = BenchCluster.start(
                plan.folder().resolve("reports"), new Workers(1, SLOTS, plan.reportsOfSlot(), Duration.ZERO))) {
            cluster.run(Sweeps.ofSeeds("warm-up", SLOTS / 2));
            Told before = cluster.orchestrator().figures();
            OtherLoad others = new OtherLoad();
            for (int i = 0; i < plan.repeats(); i++) {
                sweeps.add(cluster.run(Sweeps.ofSeeds("measured-" + i, SLOTS)));
            }
            Told after = cluster.orchestrator().figures();
            Figure otherLoad = others.figure();
            cluster.stopWorkers();
            for (Followed sweep : sweeps) {
                List<Confirmed> confirmed =
                        cluster.journal().confirmed(sweep.spec().name());
                measure(sweep, confirmed, stored, read, lag);
                SweepCheck there = cluster.stored(sweep.spec());
                outcome.violated(there.violations(SLOTS, plan.reportsOfSlot(), cluster.journal()));
                if (sweep.seen().size() != there.epochCount() || confirmed.size() != there.epochCount()) {
                    outcome.violated(List.of(confirmed.size() + " acknowledged, " + there.epochCount() + " stored, "
                            + sweep.seen().size() + " read"));
                }
            }
            double cpu = after.cpuSeconds() - before.cpuSeconds();
            Sample lags = Sample.of(lag);
            outcome.add(Figure.of(
                            "stored and acknowledged, median", Sample.of(stored).median(), "1/s")
                    .atLeast(ASKED));
            outcome.add(Figure.of("read by the client, median", Sample.of(read).median(), "1/s")
                    .atLeast(ASKED));
            outcome.add(Figure.of(
                    "read by the client, slowest sweep", Sample.of(read).least(), "1/s"));
            outcome.add(Figure.of("from acknowledged to read, median", lags.median(), "ms"));
            outcome.add(Figure.of("the same, 99th percentile", lags.quantile(0.99), "ms"));
            outcome.add(Figure.of("the same, longest", lags.most(), "ms"));
            outcome.add(Figure.of(
                    "orchestrator, CPU time of a report", 1e6 * cpu / (plan.repeats() * (double) reports), "µs"));
            after.addCommits(before, outcome);
            outcome.add(otherLoad);
        }
        return outcome;
    }

    private static void measure(
            Followed sweep, List<Confirmed> confirmed, List<Double> stored, List<Double> read, List<Double> lag) {
        long lastStored = sweep.submittedNanos();
        long lastRead = sweep.submittedNanos();
        for (Confirmed epoch : confirmed) {
            long seen = Objects.requireNonNullElse(sweep.seen().get(epoch.epoch()), Long.MAX_VALUE);
            lastStored = Math.max(lastStored, epoch.nanos());
            lastRead = Math.max(lastRead, seen);
            lag.add(Math.max(0, seen - epoch.nanos()) / 1e6); // the client may be told before the worker
        }
        stored.add(confirmed.size() * 1e9 / (lastStored - sweep.submittedNanos()));
        read.add(confirmed.size() * 1e9 / (lastRead - sweep.submittedNanos()));
    }
}
