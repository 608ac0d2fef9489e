package io.barograph.bench.dispatch;

import io.barograph.bench.dispatch.BenchCluster.Followed;
import io.barograph.bench.dispatch.BenchCluster.Workers;
import io.barograph.bench.dispatch.Member.Told;
import io.barograph.bench.dispatch.SlotJournal.Training;
import io.barograph.bench.report.Figure;
import io.barograph.bench.report.Outcome;
import io.barograph.bench.report.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Trials of a second: what share of the slots' time is not spent in trials. From the end of a trial to the beginning of the
 * next in the same slot its result is stored and acknowledged, the next is asked for, its start is stored, and it arrives.
 */
final class OverheadExperiment {
    private static final int SLOTS = 16;
    private static final int WARM_UP = 100;
    private static final Duration TRIAL = Duration.ofSeconds(1);
    private static final double ASKED_PERCENT = 3;

    private OverheadExperiment() {}

    static Outcome run(Plan plan) throws IOException {
        int trials = 100 * (int) Math.ceil(SLOTS * plan.roundsOfSeconds() / 100.0);
        Outcome outcome = new Outcome(String.format("Overhead: %d trials of a second on %d slots", trials, SLOTS));
        try (BenchCluster cluster =
                BenchCluster.start(plan.folder().resolve("overhead"), new Workers(1, SLOTS, 0, TRIAL))) {
            cluster.run(Sweeps.ofTrials("warm-up", WARM_UP));
            Told before = cluster.orchestrator().figures();
            OtherLoad others = new OtherLoad();
            Followed sweep = cluster.run(Sweeps.ofTrials("seconds", trials));
            Told after = cluster.orchestrator().figures();
            Figure otherLoad = others.figure();
            cluster.stopWorkers();
            outcome.violated(cluster.stored(sweep.spec()).violations(trials, 0, cluster.journal()));
            measure(cluster.journal().trainings(sweep.spec().name()), outcome);
            after.addCommits(before, outcome);
            outcome.add(otherLoad);
        }
        return outcome;
    }

    private static void measure(List<Training> trainings, Outcome outcome) {
        Map<String, List<Training>> bySlot = trainings.stream()
                .sorted(Comparator.comparing(Training::startNanos))
                .collect(Collectors.groupingBy(Training::slot));
        List<Double> between = new ArrayList<>();
        double training = 0;
        for (List<Training> slot : bySlot.values()) {
            for (int i = 1; i < slot.size(); i++) {
                between.add((slot.get(i).startNanos() - slot.get(i - 1).endNanos()) / 1e6);
                training += (slot.get(i).endNanos() - slot.get(i).startNanos()) / 1e6;
            }
        }
        Sample dispatch = Sample.of(between);
        double lost = dispatch.sum();
        outcome.add(Figure.of("slot time not in trials", 100 * lost / (lost + training), "%")
                .atMost(ASKED_PERCENT));
        outcome.add(Figure.of("from a trial's end to the next one's start, median", dispatch.median(), "ms"));
        outcome.add(Figure.of("the same, 99th percentile", dispatch.quantile(0.99), "ms"));
        outcome.add(Figure.of("the same, longest", dispatch.most(), "ms"));
    }
}
