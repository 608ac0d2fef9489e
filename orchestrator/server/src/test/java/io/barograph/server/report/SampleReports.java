package io.barograph.server.report;

import io.barograph.api.BudgetStatus;
import io.barograph.api.FrontReference;
import io.barograph.api.Latencies;
import io.barograph.api.Latency;
import io.barograph.api.Measurement;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepState;
import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialConfig;
import io.barograph.api.TrialReport;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reports to draw. */
final class SampleReports {
    private static final long DENSE = 96_000;

    private SampleReports() {}

    /** Five budgets, all met, as the quickstart gives them. */
    static SweepReport quickstart() {
        return report(
                "quickstart",
                List.of(
                        trial(0, 1, 1, 0.9085),
                        trial(1, 0.5, 0.497, 0.9065),
                        trial(2, 0.25, 0.2484, 0.8990),
                        trial(3, 0.125, 0.1243, 0.8835),
                        trial(4, 0.0625, 0.0618, 0.8590)));
    }

    /** OVER, UNDER, dominated, collapsed and unfinished trials. */
    static SweepReport mixed() {
        List<TrialReport> trials = new ArrayList<>(List.of(
                trial(0, 1, 1, 0.9085),
                trial(1, 0.5, 0.42, 0.9095),
                trial(2, 0.25, 0.2484, 0.8990),
                trial(3, 0.125, 0.131, 0.8910),
                trial(4, 0.0625, 0.0501, 0.8490),
                trial(5, 0.25, 0.245, 0.8940),
                trial(6, 0.125, 0.1239, 0.8800),
                trial(7, 0.0625, 0.0622, 0.1)));
        trials.add(TrialReport.unmeasured(config(8, 0.5), TrialState.RUNNING, 1, null));
        return report("fashion-two-seeds", trials);
    }

    /** Two hundred trials over nine budgets. */
    static SweepReport crowded() {
        Random random = new Random(5);
        double[] budgets = {1, 0.7, 0.5, 0.35, 0.25, 0.18, 0.125, 0.09, 0.0625, 0.03125};
        List<TrialReport> trials = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            double budget = budgets[i % budgets.length];
            double volume = budget == 1 ? 1 : budget * (0.86 + 0.16 * random.nextDouble());
            double halvings = -Math.log(volume) / Math.log(2);
            double accuracy = 0.915 - 0.003 * halvings * halvings - Math.abs(random.nextGaussian()) * 0.006;
            trials.add(trial(i, budget, volume, accuracy));
        }
        return report("crowded", trials);
    }

    static SweepReport empty() {
        return report("just-started", List.of(TrialReport.unmeasured(config(0, 0.5), TrialState.WAITING, 0, null)));
    }

    /** A sweep without any trial. */
    static SweepReport nothing() {
        return report("nothing", List.of());
    }

    /** Nothing kept its budget: the front is empty, the picture is not. */
    static SweepReport onlyOver() {
        return report("too-tight", List.of(trial(0, 0.125, 0.14, 0.87), trial(1, 0.0625, 0.08, 0.84)));
    }

    /** One trial with latencies, under the longest name a sweep can have. */
    static SweepReport alone() {
        return report("w".repeat(63), List.of(trial(0, 0.25, 0.2484, 0.8990)));
    }

    /** Every network takes the same, in both runtimes. */
    static SweepReport equallyFast() {
        Latency same = new Latency(2, 2, 2);
        Latencies all = new Latencies(same, same, same, same);
        return report(
                "equally-fast",
                List.of(
                        trial(0, 1, 1, 0.9085, all),
                        trial(1, 0.5, 0.497, 0.9065, all),
                        trial(2, 0.25, 0.24, 0.9, all)));
    }

    /** Latencies from less than a microsecond, and even zero, to a quarter of an hour. */
    static SweepReport decades() {
        List<TrialReport> trials = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Latency onnx =
                    new Latency(5e-5 * Math.pow(9, i), i == 0 ? 0 : 4e-5 * Math.pow(9, i), 7e-5 * Math.pow(9, i));
            Latency dl4j = new Latency(4e-4 * Math.pow(8, i), 3e-4 * Math.pow(8, i), 9e-4 * Math.pow(8, i));
            double volume = Math.pow(2, i - 9);
            trials.add(trial(i, volume, volume, 0.7 + 0.02 * i, new Latencies(onnx, dl4j, dl4j, onnx)));
        }
        return report("decades", trials);
    }

    private static SweepReport report(String name, List<TrialReport> trials) {
        return SweepReport.of(name, SweepState.COMPLETED, Instant.EPOCH, FrontReference.ofClasses(10), DENSE, trials);
    }

    private static TrialConfig config(int index, double budget) {
        return new TrialConfig(String.format("t%04d", index), index, budget, 1, new TreeMap<>(), TrainingSpec.DEFAULT);
    }

    private static TrialReport trial(int index, double budget, double volume, double accuracy) {
        return trial(index, budget, volume, accuracy, latencies(index, volume));
    }

    /** Times that fall less than the volume, with quartiles that differ from trial to trial. */
    private static Latencies latencies(int index, double volume) {
        Random random = new Random(index);
        double work = Math.pow(volume, 0.8);
        return new Latencies(
                latency(random, 0.12 + 0.9 * work),
                latency(random, 1.1 + 46 * work),
                latency(random, 1.3 + 2.4 * work),
                latency(random, 6 + 90 * work));
    }

    private static Latency latency(Random random, double millis) {
        double median = millis * (1 + 0.1 * random.nextDouble());
        return new Latency(median, median * (1 - 0.1 * random.nextDouble()), median * (1 + 0.3 * random.nextDouble()));
    }

    private static TrialReport trial(
            int index, double budget, double volume, double accuracy, @Nullable Latencies latencies) {
        TrialConfig config = config(index, budget);
        long pixels = Math.round(volume * DENSE);
        double ratio = (double) pixels / DENSE;
        Measurement measurement = new Measurement(
                budget,
                ratio,
                pixels,
                DENSE,
                ratio,
                BudgetStatus.of(budget, ratio),
                accuracy,
                accuracy - 0.004,
                Math.round(270_000 * volume),
                Math.round(31_000_000 * volume),
                1_000_000,
                1_100_000,
                latencies,
                Map.of());
        TrialResult result = new TrialResult(
                "s", config.trial(), 1, measurement, "0".repeat(64), "1".repeat(64), null, 0, 784, 60, null, null);
        return TrialReport.completed(config, result, TrialReport.Files.NONE);
    }
}
