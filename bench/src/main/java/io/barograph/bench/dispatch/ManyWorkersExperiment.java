package io.barograph.bench.dispatch;

import io.barograph.bench.dispatch.BenchCluster.Followed;
import io.barograph.bench.dispatch.BenchCluster.Workers;
import io.barograph.bench.dispatch.Member.Told;
import io.barograph.bench.dispatch.SlotJournal.Training;
import io.barograph.bench.report.Figure;
import io.barograph.bench.report.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A thousand worker verticles in two processes, beside an orchestrator and a client. */
final class ManyWorkersExperiment {
    private static final int PROCESSES = 2;
    private static final double ASKED_MILLIS = 100;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private ManyWorkersExperiment() {}

    static Outcome run(Plan plan) throws IOException {
        Workers workers = new Workers(PROCESSES, plan.workers() / PROCESSES, 1, plan.workerTrial());
        int trials = plan.workers() * plan.roundsOfWorkers();
        Outcome outcome = new Outcome(String.format(
                "Many workers: %,d trials of %d s on %,d worker verticles in %d processes",
                trials, plan.workerTrial().toSeconds(), workers.allSlots(), PROCESSES));
        LoopWatch own = LoopWatch.start();
        long begin = System.nanoTime();
        try (BenchCluster cluster = BenchCluster.start(plan.folder().resolve("many-workers"), workers)) {
            outcome.add(Figure.of("until all are deployed", (System.nanoTime() - begin) / 1e9, "s"));
            Told idle = idle(cluster, outcome);
            OtherLoad others = new OtherLoad();
            Followed sweep = cluster.run(Sweeps.ofSeedsAndBudgets("many", plan.workers(), plan.roundsOfWorkers()));
            Told done = cluster.orchestrator().figures();
            loops("orchestrator", done, outcome);
            loops("client", new Told(0, own.longest(), 0, 0, 0), outcome);
            for (Member worker : cluster.workers()) {
                loops("worker process", worker.figures(), outcome);
            }
            Figure otherLoad = others.figure();
            cluster.stopWorkers();
            outcome.violated(cluster.stored(sweep.spec()).violations(trials, 1, cluster.journal()));
            measure(cluster.journal().trainings(sweep.spec().name()), sweep, workers, outcome);
            double cpu = done.cpuSeconds() - idle.cpuSeconds();
            outcome.add(Figure.of("orchestrator, CPU during the sweep", 100 * cpu / sweep.seconds(), "% of a core"));
            outcome.add(Figure.of("orchestrator, CPU time of a trial", 1e3 * cpu / trials, "ms"));
            done.addCommits(idle, outcome);
            outcome.add(otherLoad);
        }
        return outcome;
    }

    private static Told idle(BenchCluster cluster, Outcome outcome) {
        Told before = cluster.orchestrator().figures();
        loops("orchestrator, while workers join", before, outcome);
        Waiting.pause(IDLE);
        Told after = cluster.orchestrator().figures();
        double share = (after.cpuSeconds() - before.cpuSeconds()) / IDLE.toSeconds();
        outcome.add(Figure.of("orchestrator, CPU while all slots are idle", 100 * share, "% of a core"));
        return after;
    }

    private static void loops(String who, Told told, Outcome outcome) {
        outcome.add(Figure.of("longest handler, CPU time, " + who, told.loops().atLeastMillis(), "ms")
                .atMost(ASKED_MILLIS));
        outcome.add(Figure.of("  no handler took more than", told.loops().atMostMillis(), "ms"));
    }

    private static void measure(List<Training> trainings, Followed sweep, Workers workers, Outcome outcome) {
        Map<String, Long> firstStart =
                trainings.stream().collect(Collectors.toMap(Training::slot, Training::startNanos, Math::min));
        long last =
                firstStart.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        if (firstStart.size() != workers.allSlots()) {
            outcome.add(Figure.of("slots that had a trial", firstStart.size(), ""));
        }
        outcome.add(Figure.of("until all slots are busy", (last - sweep.submittedNanos()) / 1e9, "s"));
        double training = trainings.stream()
                .mapToDouble(one -> (one.endNanos() - one.startNanos()) / 1e9)
                .sum();
        double share = training / (workers.allSlots() * sweep.seconds());
        outcome.add(Figure.of("the whole sweep", sweep.seconds(), "s"));
        outcome.add(Figure.of("slot time in trials, to the end of the sweep", 100 * share, "%"));
    }
}
