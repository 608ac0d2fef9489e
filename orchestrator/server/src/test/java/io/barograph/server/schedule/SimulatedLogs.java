package io.barograph.server.schedule;

import io.barograph.api.ParameterSpec;
import io.barograph.api.SearchSpec;
import io.barograph.api.Strategy;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LogEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Logs of small sweeps that the simulator ran to their end. */
public final class SimulatedLogs {
    public static final String SWEEP = "simulated";

    private SimulatedLogs() {}

    /** Of sixteen trials, in ladders below budget 1, under many faults. */
    public static List<LogEntry> ladder(long seed) {
        return of(search().withStrategy(Strategy.LADDER), seed);
    }

    /** The same without ladders. */
    public static List<LogEntry> grid(long seed) {
        return of(search(), seed);
    }

    private static SearchSpec search() {
        return TestingSpecs.grid(
                List.of(1.0, 0.5, 0.25, 0.125),
                List.of(1L, 2L),
                Map.of("prune.learningRate", new ParameterSpec.Choices(List.of(0.001, 0.002))));
    }

    private static List<LogEntry> of(SearchSpec search, long seed) {
        SimulatedCluster cluster = new SimulatedCluster(seed, 4, Faults.MANY);
        cluster.submit(TestingSpecs.sweep(SWEEP, search));
        return cluster.run(SWEEP, Duration.ofDays(10));
    }
}
