package io.barograph.bench.dispatch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.barograph.bench.report.Figure;
import io.barograph.bench.report.Outcome;
import io.barograph.bench.report.Sample;
import io.barograph.server.schedule.LargeSimulation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.LoggerFactory;

/** The scheduler on virtual time: sweeps with faults every few trials, each seed another course of events. */
final class SimulationExperiment {
    private static final double ASKED_SECONDS = 6;

    private SimulationExperiment() {}

    /** How long one took, on the clock and on its processor. */
    private record Sweep(double seconds, double cpuSeconds) {}

    static Outcome run(Plan plan) {
        // Two simulated schedulers complain of every simulated fault.
        ((Logger) LoggerFactory.getLogger("io.barograph.server.schedule")).setLevel(Level.OFF);
        int cores = Runtime.getRuntime().availableProcessors();
        Outcome outcome = new Outcome(String.format(
                "Simulator: %d seeds of 10,000 trials on 200 workers with faults, %d at a time",
                plan.simulations(), cores));
        ExecutorService pool = Executors.newFixedThreadPool(cores);
        List<Sweep> done = new ArrayList<>();
        OtherLoad others = new OtherLoad();
        long begin = System.nanoTime();
        try {
            List<Future<Sweep>> sweeps = new ArrayList<>();
            for (int seed = 0; seed < plan.simulations(); seed++) {
                long own = seed;
                sweeps.add(pool.submit(() -> sweep(own)));
            }
            for (int seed = 0; seed < sweeps.size(); seed++) {
                try {
                    done.add(sweeps.get(seed).get());
                } catch (ExecutionException e) {
                    outcome.violated(List.of("seed " + seed + ": " + e.getCause()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pool.shutdownNow();
        }
        if (done.size() > cores) {
            Sample cold = Sample.of(
                    done.subList(0, cores).stream().map(Sweep::seconds).toList());
            List<Sweep> warm = done.subList(cores, done.size());
            Sample wall = Sample.of(warm.stream().map(Sweep::seconds).toList());
            Sample cpu = Sample.of(warm.stream().map(Sweep::cpuSeconds).toList());
            outcome.add(Figure.of("a sweep with its checks, median", wall.median(), "s")
                    .atMost(ASKED_SECONDS));
            outcome.add(Figure.of("the same, longest", wall.most(), "s").atMost(ASKED_SECONDS));
            outcome.add(Figure.of("the first ones, while the JVM still compiles", cold.most(), "s"));
            outcome.add(Figure.of("CPU time of a sweep, median", cpu.median(), "s"));
            outcome.add(Figure.of("the same, longest", cpu.most(), "s"));
            outcome.add(Figure.of("all sweeps", (System.nanoTime() - begin) / 1e9, "s"));
            outcome.add(others.figure());
        }
        return outcome;
    }

    private static Sweep sweep(long seed) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = System.nanoTime();
        long cpu = threads.getCurrentThreadCpuTime();
        LargeSimulation.run(seed);
        return new Sweep((System.nanoTime() - begin) / 1e9, (threads.getCurrentThreadCpuTime() - cpu) / 1e9);
    }
}
