package io.barograph.bench.dispatch;

import io.barograph.api.SweepSpec;
import io.barograph.bench.dispatch.BenchCluster.Workers;
import io.barograph.bench.report.Figure;
import io.barograph.bench.report.Outcome;
import io.barograph.bench.report.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What metrics cost: sweeps of trials without work, in turns on a cluster that is measured and scraped and on one that is not.
 * A JVM keeps what it has compiled, so that two clusters differ even where they are alike: there are several of each.
 */
final class MetricsExperiment {
    private static final int SLOTS = 16;
    private static final int EPOCHS = 2; // of a trial
    private static final int WARM_UPS = 3;
    private static final int TRIALS = 5000;
    private static final int PAIRS = 6; // for each two clusters
    private static final double ASKED_PERCENT = 2;

    private final Plan plan;
    private final List<Double> time = new ArrayList<>();
    private final List<Double> processor = new ArrayList<>();
    private final List<Double> others = new ArrayList<>();

    private MetricsExperiment(Plan plan) {
        this.plan = plan;
    }

    static Outcome run(Plan plan) throws IOException {
        return new MetricsExperiment(plan).run();
    }

    /** Seconds of a sweep, and those of all processors that its orchestrator took. */
    private record Spent(double time, double processor) {}

    private Outcome run() throws IOException {
        int clusters = 1 + plan.repeats(); // of each kind
        Outcome outcome = new Outcome(String.format(
                "Metrics: %,d trials without work, %d pairs on each of %d pairs of clusters", TRIALS, PAIRS, clusters));
        for (int i = 0; i < clusters; i++) {
            compare(plan.folder().resolve("metrics-" + i), outcome);
        }
        Sample longer = Sample.of(time);
        outcome.add(Figure.of("more time of a sweep that is measured, median", longer.median(), "%")
                .atMost(ASKED_PERCENT));
        outcome.add(Figure.of("the same, 25th percentile", longer.quantile(0.25), "%"));
        outcome.add(Figure.of("the same, 75th percentile", longer.quantile(0.75), "%"));
        Sample busier = Sample.of(processor);
        outcome.add(Figure.of("more CPU time of its orchestrator, median", busier.median(), "%"));
        outcome.add(OtherLoad.figure(Sample.of(others).most()));
        return outcome;
    }

    private void compare(Path folder, Outcome outcome) throws IOException {
        Workers workers = new Workers(1, SLOTS, EPOCHS, Duration.ZERO);
        try (BenchCluster plain =
                        BenchCluster.start(folder.resolve("plain"), workers, ScrapedMeters.environment(false));
                BenchCluster measured =
                        BenchCluster.start(folder.resolve("measured"), workers, ScrapedMeters.environment(true))) {
            for (int i = 0; i < WARM_UPS; i++) {
                spend(plain, "warm-up-" + i);
                spend(measured, "warm-up-" + i);
            }
            OtherLoad load = new OtherLoad();
            for (int pair = 0; pair < PAIRS; pair++) {
                boolean plainFirst = pair % 2 == 0;
                Spent first = spend(plainFirst ? plain : measured, "pair-" + pair);
                Spent second = spend(plainFirst ? measured : plain, "pair-" + pair);
                Spent without = plainFirst ? first : second;
                Spent with = plainFirst ? second : first;
                time.add(100 * (with.time() / without.time() - 1));
                processor.add(100 * (with.processor() / without.processor() - 1));
            }
            others.add(load.percent());
            check(plain, outcome);
            check(measured, outcome);
        }
    }

    private static void check(BenchCluster cluster, Outcome outcome) throws IOException {
        cluster.stopWorkers();
        for (int pair = 0; pair < PAIRS; pair++) {
            SweepSpec sweep = Sweeps.ofTrials("pair-" + pair, TRIALS);
            outcome.violated(cluster.stored(sweep).violations(TRIALS, EPOCHS, cluster.journal()));
        }
    }

    private Spent spend(BenchCluster cluster, String sweep) {
        double before = cluster.orchestrator().figures().cpuSeconds();
        double seconds = cluster.run(Sweeps.ofTrials(sweep, TRIALS)).seconds();
        return new Spent(seconds, cluster.orchestrator().figures().cpuSeconds() - before);
    }
}
