package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Several sweeps at once, whose users pause, resume and reprioritise them, under many faults. */
class SharingSimulationTest {
    private static final Duration LONGEST = Duration.ofDays(10);
    private static final List<String> SWEEPS = List.of("first", "second", "third");

    @ParameterizedTest
    @ValueSource(ints = {2000, 2020, 2040})
    void sweepsThatTakeSlotsFromEachOtherKeepTheirInvariants(int firstSeed) {
        Set<String> seen = new HashSet<>();
        for (int seed = firstSeed; seed < firstSeed + 20; seed++) {
            SimulatedCluster cluster = new SimulatedCluster(seed, 5, Faults.MANY);
            for (String sweep : SWEEPS) {
                cluster.submit(TestingSpecs.sweep(
                        sweep, TestingSpecs.grid(TestingSpecs.FIVE_BUDGETS, List.of(1L, 2L), Map.of())));
            }
            steerFor(cluster, Duration.ofMinutes(10));
            for (String sweep : SWEEPS) {
                List<LogEntry> log = cluster.run(sweep, LONGEST);
                SchedulerSimulationTest.check(cluster, log);
                log.forEach(entry -> seen.add(kind(entry.change())));
            }
        }
        assertThat(seen)
                .as("otherwise the users were too tame to prove anything")
                .contains("paused", "resumed", "priority", "made room", "left for the pause");
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
        }
        cluster.time.after(span.toMillis(), () -> resumeAll(cluster));
    }

    private static void resumeAll(SimulatedCluster cluster) {
        boolean paused = false;
        for (String sweep : SWEEPS) {
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
