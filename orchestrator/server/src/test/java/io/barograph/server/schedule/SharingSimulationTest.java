package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.SweepSpec;
import io.barograph.api.SweepState;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.Paused;
import io.barograph.server.log.LoggedChange.PriorityChanged;
import io.barograph.server.log.LoggedChange.Resumed;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.TrialReturned;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several sweeps at once, whose users pause, resume, reprioritise, delete and submit them again, under many faults. */
class SharingSimulationTest {
    private static final Duration LONGEST = Duration.ofDays(10);
    private static final Duration SPAN = Duration.ofMinutes(10);
    private static final List<String> SWEEPS = List.of("first", "second", "third");

    @ParameterizedTest
    @ValueSource(ints = {2000, 2020, 2040})
    void sweepsThatTakeSlotsFromEachOtherKeepTheirInvariants(int firstSeed) {
        Set<String> seen = new HashSet<>();
        for (int seed = firstSeed; seed < firstSeed + 20; seed++) {
            SimulatedCluster cluster = new SimulatedCluster(seed, 5, Faults.MANY);
            SWEEPS.forEach(sweep -> cluster.submit(spec(sweep)));
            steerFor(cluster, SPAN);
            cluster.run(SPAN.plusMinutes(1));
            for (String sweep : SWEEPS) {
                List<LogEntry> log = cluster.run(sweep, LONGEST);
                SchedulerSimulationTest.check(cluster, log);
                log.forEach(entry -> seen.add(kind(entry.change())));
            }
            cluster.deleted.forEach((number, log) -> {
                SchedulerSimulationTest.check(cluster, log, number);
                seen.add(log.size() > 50 ? "deleted" : "deleted early");
            });
            cluster.workers().stream()
                    .filter(worker -> worker.refusedAsOfADeletedSweep > 0)
                    .forEach(worker -> seen.add("late report"));
        }
        assertThat(seen)
                .as("otherwise the users were too tame to prove anything")
                .contains(
                        "paused",
                        "resumed",
                        "priority",
                        "made room",
                        "left for the pause",
                        "deleted",
                        "deleted early",
                        "late report");
    }

    private static SweepSpec spec(String sweep) {
        return TestingSpecs.sweep(sweep, TestingSpecs.grid(TestingSpecs.FIVE_BUDGETS, List.of(1L, 2L), Map.of()));
    }

    /** Users do something every few seconds, and resume everything in the end as often as it takes. */
    private static void steerFor(SimulatedCluster cluster, Duration span) {
        for (long at = 1000; at < span.toMillis(); at += 1 + cluster.random.nextInt(15_000)) {
            String sweep = SWEEPS.get(cluster.random.nextInt(SWEEPS.size()));
            Steering.Rule rule =
                    switch (cluster.random.nextInt(4)) {
                        case 0 -> Steering::pause;
                        case 1 -> Steering::resume;
                        default -> Steering.priority(cluster.random.nextInt(5));
                    };
            cluster.time.after(at, () -> cluster.steer(sweep, rule));
            if (at < span.toMillis() - 60_000 && cluster.random.nextInt(6) == 0) {
                cluster.time.after(at, () -> deleteAndSubmitAgain(cluster, sweep));
            }
        }
        cluster.time.after(span.toMillis(), () -> resumeAll(cluster));
    }

    /** Now and then the sweep is to be cancelled for it. */
    private static void deleteAndSubmitAgain(SimulatedCluster cluster, String sweep) {
        if (cluster.random.nextInt(3) == 0) {
            cluster.steer(sweep, Steering::cancel);
        }
        for (long later = 1; later < 10_000; later += 3000) {
            cluster.time.after(later, () -> cluster.delete(sweep));
        }
        for (long later = 1; later < 20_000; later += 500) {
            cluster.time.after(later, () -> submitMissing(cluster, sweep));
        }
    }

    private static void submitMissing(SimulatedCluster cluster, String sweep) {
        if (!cluster.has(sweep)) {
            cluster.submit(spec(sweep));
        }
    }

    private static void resumeAll(SimulatedCluster cluster) {
        boolean paused = false;
        for (String sweep : SWEEPS) {
            submitMissing(cluster, sweep);
            if (cluster.replay(sweep).state() == SweepState.PAUSED) {
                paused = true;
                cluster.steer(sweep, Steering::resume);
            }
        }
        if (paused) {
            cluster.time.after(1000, () -> resumeAll(cluster));
        }
    }

    private static String kind(LoggedChange change) {
        if (change instanceof Paused) {
            return "paused";
        }
        if (change instanceof Resumed) {
            return "resumed";
        }
        if (change instanceof PriorityChanged) {
            return "priority";
        }
        if (change instanceof TrialReturned back && back.cause() == ReturnCause.RELEASED) {
            return back.reason().startsWith("makes room for ")
                    ? "made room"
                    : back.reason().equals("the sweep is paused") ? "left for the pause" : "released";
        }
        return "other";
    }
}
