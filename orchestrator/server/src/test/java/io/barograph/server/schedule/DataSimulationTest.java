package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.SweepSpec;
import io.barograph.api.TrialState;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.state.SweepProjection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers of which some cannot have the data. */
class DataSimulationTest {
    private static final Duration LONGEST = Duration.ofDays(10);

    private static SweepSpec spec() {
        return TestingSpecs.withData(TestingSpecs.sweep(
                "simulated", TestingSpecs.grid(TestingSpecs.FIVE_BUDGETS, List.of(1L, 2L, 3L), Map.of())));
    }

    @Test
    void withoutOtherFaultsAWorkerWithoutDataIsAskedOnceAndEveryTrialCompletes() {
        SimulatedCluster cluster = new SimulatedCluster(1, 4, Faults.NONE);
        cluster.submit(spec());
        cluster.time.after(1500, () -> cluster.workers().subList(0, 2).forEach(SimulatedWorker::loseData));
        List<LogEntry> log = cluster.run("simulated", LONGEST);

        SweepProjection sweep = SchedulerSimulationTest.check(cluster, log);
        assertThat(sweep.count(TrialState.COMPLETED)).isEqualTo(15);
        assertThat(log.stream()
                        .map(LogEntry::change)
                        .filter(change ->
                                change instanceof TrialReturned back && back.cause() == ReturnCause.WITHOUT_DATA))
                .hasSizeBetween(1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {3000, 3020, 3040})
    void keepsItsInvariantsWhereHalfOfTheWorkersLackTheData(int firstSeed) {
        Set<String> seen = new HashSet<>();
        for (int seed = firstSeed; seed < firstSeed + 20; seed++) {
            SimulatedCluster cluster = new SimulatedCluster(seed, 5, Faults.MANY_WITHOUT_DATA);
            cluster.submit(spec());
            List<LogEntry> log = cluster.run("simulated", LONGEST);
            SchedulerSimulationTest.check(cluster, log);
            Set<String> withoutData = new HashSet<>();
            log.forEach(entry -> seen.addAll(cases(entry, withoutData)));
        }
        assertThat(seen)
                .as("otherwise the faults were too tame to prove anything")
                .contains("came back", "completed elsewhere", "failed for its data", "held");
    }

    private static Set<String> cases(LogEntry entry, Set<String> withoutData) {
        if (entry.change() instanceof TrialReturned back && back.cause() == ReturnCause.WITHOUT_DATA) {
            withoutData.add(back.trial());
            return Set.of("came back");
        }
        if (entry.change() instanceof TrialCompleted completed
                && withoutData.contains(completed.result().trial())) {
            return Set.of("completed elsewhere");
        }
        if (entry.change() instanceof TrialFailed failed && failed.code().ofData()) {
            assertThat(failed.reason()).contains(TestingSpecs.DATA, "tried by worker-");
            return Set.of("failed for its data");
        }
        return entry.change() instanceof TrialStarted started && started.data() != null ? Set.of("held") : Set.of();
    }
}
