package io.barograph.server.schedule;

import io.barograph.api.ParameterSpec;
import io.barograph.server.TestingSpecs;
import io.barograph.server.state.SweepProjection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A sweep of 10,000 trials on 200 simulated workers that suffer every fault. */
public final class LargeSimulation {
    private static final String NAME = "large";

    private LargeSimulation() {}

    /**
     * Runs one course of events to its end and checks its invariants.
     *
     * @throws AssertionError if one does not hold
     */
    public static SweepProjection run(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(seed, 200, Faults.MANY_WORKERS);
        List<Double> rates =
                Stream.iterate(0.001, rate -> rate + 0.0001).limit(100).toList();
        cluster.submit(TestingSpecs.sweep(
                NAME,
                TestingSpecs.grid(
                        TestingSpecs.FIVE_BUDGETS,
                        LongStream.rangeClosed(1, 20).boxed().toList(),
                        Map.of("prune.learningRate", new ParameterSpec.Choices(rates)))));
        return SchedulerSimulationTest.check(cluster, cluster.run(NAME, Duration.ofDays(30)));
    }
}
