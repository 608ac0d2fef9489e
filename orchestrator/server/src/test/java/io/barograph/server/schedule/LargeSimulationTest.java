package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.ParameterSpec;
import io.barograph.api.TrialState;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LogEntry;
import io.barograph.server.state.SweepProjection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LargeSimulationTest {
    @Test
    void tenThousandTrialsOnTwoHundredWorkersEnd() {
        SimulatedCluster cluster = new SimulatedCluster(5, 200, Faults.MANY_WORKERS);
        List<Double> rates =
                Stream.iterate(0.001, rate -> rate + 0.0001).limit(100).toList();
        cluster.submit(TestingSpecs.sweep(
                "large",
                TestingSpecs.grid(
                        TestingSpecs.FIVE_BUDGETS,
                        LongStream.rangeClosed(1, 20).boxed().toList(),
                        Map.of("prune.learningRate", new ParameterSpec.Choices(rates)))));
        List<LogEntry> log = cluster.run("large", Duration.ofDays(30));
        SweepProjection sweep = SchedulerSimulationTest.check(cluster, log);
        assertThat(sweep.trials()).hasSize(10_000);
        assertThat(sweep.count(TrialState.COMPLETED)).isGreaterThan(8000);
    }
}
