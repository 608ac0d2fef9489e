package io.barograph.bench.dispatch;

import io.barograph.api.SweepSpec;
import io.barograph.bench.dispatch.BenchCluster.Followed;
import io.barograph.bench.dispatch.BenchCluster.Workers;
import io.barograph.bench.dispatch.Member.Told;
import io.barograph.bench.report.Figure;
import io.barograph.bench.report.Outcome;
import io.barograph.bench.report.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Trials without work: how many a second go from the queue to a stored result. */
final class ThroughputExperiment {
    private static final int SLOTS = 16;
    private static final int WARM_UP = 2000;
    private static final double ASKED = 300;

    private ThroughputExperiment() {}

    static Outcome run(Plan plan) throws IOException {
        Outcome outcome = new Outcome(String.format(
                "Throughput: %,d trials without work on %d slots, %d times", plan.trials(), SLOTS, plan.repeats()));
        List<Double> rates = new ArrayList<>();
        List<SweepSpec> sweeps = new ArrayList<>();
        try (BenchCluster cluster =
                BenchCluster.start(plan.folder().resolve("throughput"), new Workers(1, SLOTS, 0, Duration.ZERO))) {
            cluster.run(Sweeps.ofTrials("warm-up", WARM_UP));
            Told before = cluster.orchestrator().figures();
            OtherLoad others = new OtherLoad();
            int trials = 0;
            for (int i = 0; i < plan.repeats(); i++) {
                Followed sweep = cluster.run(Sweeps.ofTrials("measured-" + i, plan.trials()));
                sweeps.add(sweep.spec());
                rates.add(plan.trials() / sweep.seconds());
                trials += plan.trials();
            }
            Told after = cluster.orchestrator().figures();
            Figure otherLoad = others.figure();
            cluster.stopWorkers();
            for (SweepSpec spec : sweeps) {
                outcome.violated(cluster.stored(spec).violations(plan.trials(), 0, cluster.journal()));
            }
            Sample rate = Sample.of(rates);
            outcome.add(
                    Figure.of("trials a second, median", rate.median(), "1/s").atLeast(ASKED));
            outcome.add(Figure.of("trials a second, slowest sweep", rate.least(), "1/s"));
            outcome.add(Figure.of(
                    "orchestrator, CPU time of a trial",
                    1e3 * (after.cpuSeconds() - before.cpuSeconds()) / trials,
                    "ms"));
            after.addCommits(before, outcome);
            outcome.add(otherLoad);
            outcome.add(Figure.of(
                    "orchestrator, longest handler, CPU time", after.loops().atLeastMillis(), "ms"));
        }
        return outcome;
    }
}
