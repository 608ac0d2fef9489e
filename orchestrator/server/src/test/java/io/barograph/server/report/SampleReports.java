package io.barograph.server.report;

import io.barograph.api.BudgetStatus;
import io.barograph.api.FrontReference;
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

    /** Nothing kept its budget: the front is empty, the picture is not. */
    static SweepReport onlyOver() {
        return report("too-tight", List.of(trial(0, 0.125, 0.14, 0.87), trial(1, 0.0625, 0.08, 0.84)));
    }

    private static SweepReport report(String name, List<TrialReport> trials) {
        return SweepReport.of(name, SweepState.COMPLETED, Instant.EPOCH, FrontReference.ofClasses(10), DENSE, trials);
    }

    private static TrialConfig config(int index, double budget) {
        return new TrialConfig(String.format("t%04d", index), index, budget, 1, new TreeMap<>(), TrainingSpec.DEFAULT);
    }

    private static TrialReport trial(int index, double budget, double volume, double accuracy) {
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
                null,
                Map.of());
        TrialResult result = new TrialResult(
                "s", config.trial(), 1, measurement, "0".repeat(64), "1".repeat(64), null, 0, 784, 60, null);
        return TrialReport.completed(config, result, TrialReport.Files.NONE);
    }
}
