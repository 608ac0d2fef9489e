package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.EpochReport;
import io.barograph.api.ParameterSpec;
import io.barograph.api.Strategy;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialMessage;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.Ended;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import io.barograph.server.verify.Verifier;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerSimulationTest {
    private static final Duration LONGEST = Duration.ofDays(10);

    private static SweepSpec spec() {
        return TestingSpecs.sweep(
                "simulated",
                TestingSpecs.grid(
                        TestingSpecs.FIVE_BUDGETS,
                        List.of(1L, 2L, 3L),
                        Map.of("prune.learningRate", new ParameterSpec.Choices(List.of(0.001, 0.002)))));
    }

    @Test
    void withoutFaultsEveryTrialRunsOnceAndTheDenseNetworkIsTrainedOncePerSeed() {
        SimulatedCluster cluster = new SimulatedCluster(1, 4, Faults.NONE);
        cluster.submit(spec());
        List<LogEntry> log = cluster.run("simulated", LONGEST);

        SweepProjection sweep = check(cluster, log);
        assertThat(sweep.count(TrialState.COMPLETED)).isEqualTo(30);
        List<TrialStarted> starts = changes(log, TrialStarted.class);
        assertThat(starts).hasSize(30);
        assertThat(starts.stream().filter(start -> start.teacher() == null)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 40, 60, 80})
    void keepsItsInvariantsUnderManyFaults(int firstSeed) {
        Set<String> seen = new HashSet<>();
        for (int seed = firstSeed; seed < firstSeed + 20; seed++) {
            SimulatedCluster cluster = new SimulatedCluster(seed, 5, Faults.MANY);
            cluster.submit(spec());
            List<LogEntry> log = cluster.run("simulated", LONGEST);
            check(cluster, log);
            changes(log, TrialReturned.class)
                    .forEach(back -> seen.add(back.cause().name()));
            changes(log, TrialFailed.class).forEach(failed -> seen.add("failed for good"));
            cluster.registry.forEachMeter(
                    meter -> seen.add(String.valueOf(meter.getId().getTag("reason"))));
        }
        // Otherwise the faults were too tame to prove anything.
        assertThat(seen)
                .contains(
                        ReturnCause.LOST.name(),
                        ReturnCause.FAILED.name(),
                        ReturnCause.RELEASED.name(),
                        "failed for good",
                        "stale_attempt",
                        "duplicate");
    }

    private static SweepSpec ladder() {
        return TestingSpecs.sweep("simulated", spec().search().withStrategy(Strategy.LADDER));
    }

    @Test
    void withoutFaultsEveryTrialOfALadderGoesOnFromTheNextLooserOneWhichStillFineTunes() {
        SimulatedCluster cluster = new SimulatedCluster(1, 30, Faults.NONE);
        cluster.submit(ladder());
        List<LogEntry> log = cluster.run("simulated", LONGEST);

        check(cluster, log);
        List<TrialStarted> starts = changes(log, TrialStarted.class);
        assertThat(starts).hasSize(30);
        assertThat(starts.stream().filter(start -> start.rung() != null)).hasSize(18);
        SweepProjection sweep = new SweepProjection(log.get(0));
        int whileFineTuning = 0;
        for (LogEntry entry : log.subList(1, log.size())) {
            sweep.apply(entry);
            if (entry.change() instanceof TrialStarted start && start.rung() != null) {
                String after = Objects.requireNonNull(sweep.trial(start.trial()))
                        .plan()
                        .after();
                TrialEntry looser = Objects.requireNonNull(sweep.trial(Objects.requireNonNull(after)));
                whileFineTuning += looser.state() == TrialState.RUNNING ? 1 : 0;
            }
        }
        assertThat(whileFineTuning).as("starts beside their looser neighbour").isGreaterThan(9);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1020, 1040})
    void keepsTheInvariantsOfALadderUnderManyFaults(int firstSeed) {
        Set<String> seen = new HashSet<>();
        for (int seed = firstSeed; seed < firstSeed + 20; seed++) {
            SimulatedCluster cluster = new SimulatedCluster(seed, 5, Faults.MANY);
            cluster.submit(ladder());
            List<LogEntry> log = cluster.run("simulated", LONGEST);
            check(cluster, log);
            seen.addAll(LadderCases.in(log));
        }
        assertThat(seen)
                .as("otherwise the faults were too tame to prove anything")
                .containsExactlyInAnyOrder(
                        "next looser", "looser still", "fresh in spite of a looser one", "forgotten rung");
    }

    private static <T extends LoggedChange> List<T> changes(List<LogEntry> log, Class<T> type) {
        return log.stream()
                .map(LogEntry::change)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    static SweepProjection check(SimulatedCluster cluster, List<LogEntry> log) {
        return check(cluster, log, cluster.number(log.get(0).sweep()));
    }

    /** @param number of the sweep that the log is of */
    static SweepProjection check(SimulatedCluster cluster, List<LogEntry> log, long number) {
        assertThat(log.get(log.size() - 1).change()).as("last entry").isInstanceOf(Ended.class);
        assertThat(Verifier.verify(log).violations()).isEmpty();
        SweepProjection sweep = SweepProjection.replay(log);
        checkReports(cluster, sweep.sweep(), number, log);
        return sweep;
    }

    /** What was confirmed to a worker is stored. */
    private static void checkReports(SimulatedCluster cluster, String sweep, Long number, List<LogEntry> log) {
        Set<Object> epochs = new HashSet<>();
        changes(log, EpochEnded.class).forEach(epoch -> epochs.add(key(epoch.report())));
        Set<TrialResult> results = new HashSet<>();
        changes(log, TrialCompleted.class).forEach(end -> results.add(end.result()));
        for (SimulatedWorker worker : cluster.workers()) {
            for (TrialMessage message : worker.confirmed) {
                if (!message.sweep().equals(sweep) || !number.equals(message.sweepNumber())) {
                    continue;
                }
                if (message instanceof EpochReport report) {
                    assertThat(epochs.contains(key(report)))
                            .as("stored %s", report)
                            .isTrue();
                } else if (message instanceof TrialResult result) {
                    assertThat(results.contains(result.withSweepNumber(null)))
                            .as("stored %s", result)
                            .isTrue();
                }
            }
        }
    }

    private static List<Object> key(EpochReport report) {
        return List.of(report.trial(), report.attempt(), report.epoch());
    }
}
