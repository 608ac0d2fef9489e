package io.barograph.server;

import io.barograph.api.BudgetStatus;
import io.barograph.api.DatasetName;
import io.barograph.api.DatasetSpec;
import io.barograph.api.LimitsSpec;
import io.barograph.api.Measurement;
import io.barograph.api.NetworkSpec;
import io.barograph.api.ParameterSpec;
import io.barograph.api.Sampler;
import io.barograph.api.SchedulingSpec;
import io.barograph.api.SearchSpec;
import io.barograph.api.Strategy;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Specs and results for tests. */
public final class TestingSpecs {
    public static final List<Double> FIVE_BUDGETS = List.of(1.0, 0.5, 0.25, 0.125, 0.0625);
    private static final long DENSE = 10_000;

    /** Hash of the data of sweeps that {@link #withData} makes. */
    public static final String DATA = "da".repeat(32);

    private TestingSpecs() {}

    public static SweepSpec sweep(String name) {
        return sweep(name, SearchSpec.grid(FIVE_BUDGETS));
    }

    public static SweepSpec sweep(String name, SearchSpec search) {
        return new SweepSpec(
                SweepSpec.API_VERSION,
                SweepSpec.KIND,
                name,
                DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE),
                new NetworkSpec.ResNet(8, 4),
                search,
                TrainingSpec.DEFAULT,
                new LimitsSpec(3, null),
                SchedulingSpec.DEFAULT);
    }

    /** The same sweep on data that is named by its hash. */
    public static SweepSpec withData(SweepSpec plain) {
        DatasetSpec data = plain.dataset();
        return new SweepSpec(
                plain.apiVersion(),
                plain.kind(),
                plain.name(),
                new DatasetSpec(data.name(), null, DATA, data.validationFraction(), data.augmentation()),
                plain.network(),
                plain.search(),
                plain.training(),
                plain.limits(),
                plain.scheduling());
    }

    public static SearchSpec grid(List<Double> budgets, List<Long> seeds, Map<String, ParameterSpec> parameters) {
        return new SearchSpec(Sampler.GRID, Strategy.INDEPENDENT, budgets, seeds, new TreeMap<>(parameters), null, 1);
    }

    /** A result that depends on the budget, up to a little luck of the trial. */
    public static TrialResult result(String sweep, String trial, int attempt, double budget) {
        long pixels = Math.max(1, (long) Math.floor(budget * DENSE * 0.97));
        double ratio = (double) pixels / DENSE;
        double luck = Math.floorMod(trial.hashCode() * 0x9E3779B9, 2000) / 1e6;
        double accuracy = 0.9 - 0.02 / Math.sqrt(ratio) + luck;
        Measurement measurement = new Measurement(
                budget,
                ratio,
                pixels,
                DENSE,
                ratio,
                BudgetStatus.of(budget, ratio),
                accuracy,
                accuracy,
                pixels * 7,
                pixels * 100,
                pixels * 30,
                pixels * 40,
                null,
                Map.of("conv1", 3));
        return new TrialResult(
                sweep, trial, attempt, measurement, "ab".repeat(32), "cd".repeat(32), null, 0, 100, 12.5, null, null);
    }
}
