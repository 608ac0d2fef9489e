package io.barograph.cli.terminal;

import io.barograph.api.BudgetStatus;
import io.barograph.api.DatasetName;
import io.barograph.api.DatasetSpec;
import io.barograph.api.EpochReport;
import io.barograph.api.FrontReference;
import io.barograph.api.Latencies;
import io.barograph.api.Latency;
import io.barograph.api.LimitsSpec;
import io.barograph.api.Measurement;
import io.barograph.api.NetworkSpec;
import io.barograph.api.Phase;
import io.barograph.api.Progress;
import io.barograph.api.SchedulingSpec;
import io.barograph.api.SearchSpec;
import io.barograph.api.Strategy;
import io.barograph.api.SweepChange;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepState;
import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialConfig;
import io.barograph.api.TrialReport;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sweeps, events and reports for tests of the displays. */
final class TestingSweeps {
    static final List<Double> BUDGETS = List.of(1.0, 0.5, 0.25, 0.125, 0.0625);
    private static final long DENSE = 1_000_000;

    private long sequence;

    static SweepSpec spec(List<Double> budgets) {
        return new SweepSpec(
                SweepSpec.API_VERSION,
                SweepSpec.KIND,
                "quickstart",
                DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE),
                new NetworkSpec.ResNet(20, 16),
                SearchSpec.grid(budgets),
                TrainingSpec.DEFAULT,
                LimitsSpec.DEFAULT,
                SchedulingSpec.DEFAULT);
    }

    static SweepSpec ladder(List<Double> budgets) {
        SweepSpec spec = spec(budgets);
        return new SweepSpec(
                spec.apiVersion(),
                spec.kind(),
                spec.name(),
                spec.dataset(),
                spec.network(),
                spec.search().withStrategy(Strategy.LADDER),
                spec.training(),
                spec.limits(),
                spec.scheduling());
    }

    static TrialConfig config(int index, double budget) {
        return new TrialConfig(name(index), index, budget, 1, new TreeMap<>(), TrainingSpec.DEFAULT);
    }

    static String name(int index) {
        return String.format(Locale.ROOT, "t%04d", index + 1);
    }

    /** Every trial waits. */
    static SweepReport waiting(List<Double> budgets) {
        List<TrialReport> trials = new ArrayList<>();
        for (double budget : budgets) {
            trials.add(TrialReport.unmeasured(config(trials.size(), budget), TrialState.WAITING, 0, null));
        }
        return report(SweepState.RUNNING, trials);
    }

    static SweepReport report(SweepState state, List<TrialReport> trials) {
        return SweepReport.of("quickstart", state, Instant.EPOCH, FrontReference.ofClasses(10), DENSE, trials);
    }

    static TrialReport completed(int index, double budget, double ratio, double accuracy) {
        TrialConfig config = config(index, budget);
        TrialResult result = new TrialResult(
                "quickstart",
                config.trial(),
                1,
                measurement(budget, ratio, accuracy),
                "ab".repeat(32),
                "cd".repeat(32),
                null,
                0,
                688,
                83,
                null,
                null);
        return TrialReport.completed(
                config,
                result,
                new TrialReport.Files("models/" + config.trial() + ".onnx", "models/" + config.trial() + ".zip"));
    }

    static Measurement measurement(double budget, double ratio, double accuracy) {
        long volume = Math.round(ratio * DENSE);
        double exact = (double) volume / DENSE;
        return new Measurement(
                budget,
                exact,
                volume,
                DENSE,
                exact,
                BudgetStatus.of(budget, exact),
                accuracy,
                accuracy - 0.004,
                Math.round(272_474 * ratio),
                Math.round(31_000_000 * ratio),
                Math.round(1_100_000 * ratio) + 20_000,
                Math.round(1_200_000 * ratio) + 20_000,
                new Latencies(latency(1.23 * ratio), latency(21.7 * ratio), latency(9.1 * ratio), latency(140 * ratio)),
                Map.of("stem", 2));
    }

    private static Latency latency(double millis) {
        return new Latency(millis, 0.95 * millis, 1.1 * millis);
    }

    SweepEvent started(String trial, double budget) {
        return event(new SweepChange.TrialStarted(trial, budget, 1, "local"));
    }

    SweepEvent epoch(String trial, Phase phase, int epoch, double accuracy, double volume) {
        return event(new SweepChange.EpochEnded(new EpochReport(
                "quickstart",
                trial,
                1,
                phase,
                epoch,
                new TreeMap<>(Map.of("validationAccuracy", accuracy, "volumeRatio", volume, "loss", 0.3)),
                null,
                null,
                null)));
    }

    SweepEvent completed(String trial, Measurement measurement) {
        return event(new SweepChange.TrialEnded(trial, 1, TrialState.COMPLETED, measurement, null));
    }

    SweepEvent failed(String trial, String reason) {
        return event(new SweepChange.TrialEnded(trial, 1, TrialState.FAILED, null, reason));
    }

    SweepEvent front(double hypervolume, String... trials) {
        return event(new SweepChange.FrontChanged(List.of(trials), hypervolume));
    }

    static Progress progress(String trial, Phase phase, int epoch, double fraction, double accuracy, double volume) {
        return progress(trial, phase, epoch, 19, fraction, accuracy, volume);
    }

    static Progress progress(
            String trial, Phase phase, int epoch, int epochs, double fraction, double accuracy, double volume) {
        return new Progress("quickstart", trial, 1, phase, epoch, epochs, fraction, accuracy, volume, 0.3, 83.0, null);
    }

    private SweepEvent event(SweepChange change) {
        sequence++;
        return new SweepEvent("quickstart", sequence, Instant.EPOCH, change);
    }
}
