package io.barograph.bench.dispatch;

import io.barograph.api.DatasetName;
import io.barograph.api.DatasetSpec;
import io.barograph.api.NetworkSpec;
import io.barograph.api.ParameterSpec;
import io.barograph.api.Sampler;
import io.barograph.api.SearchSpec;
import io.barograph.api.Strategy;
import io.barograph.api.SweepSpec;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Sweeps of a wanted size. */
final class Sweeps {
    private static final List<Double> FIVE_BUDGETS = List.of(1.0, 0.5, 0.25, 0.125, 0.0625);

    private Sweeps() {}

    /** Trials that share few dense networks: five budgets, as many learning rates as it takes. */
    static SweepSpec ofTrials(String name, int trials) {
        int seeds = 20;
        int rates = Math.max(1, trials / (seeds * FIVE_BUDGETS.size()));
        return sweep(name, FIVE_BUDGETS, seeds, rates);
    }

    /** Trials that may all start at once, each with a dense network of its own. */
    static SweepSpec ofSeeds(String name, int seeds) {
        return sweep(name, List.of(0.125), seeds, 1);
    }

    /** As many trials of every seed as there are budgets, one to five. */
    static SweepSpec ofSeedsAndBudgets(String name, int seeds, int budgets) {
        return sweep(name, FIVE_BUDGETS.subList(0, budgets), seeds, 1);
    }

    private static SweepSpec sweep(String name, List<Double> budgets, int seeds, int rates) {
        TreeMap<String, ParameterSpec> parameters = new TreeMap<>();
        if (rates > 1) {
            parameters.put(
                    "prune.learningRate",
                    new ParameterSpec.Choices(Stream.iterate(0.001, rate -> rate + 0.0001)
                            .limit(rates)
                            .toList()));
        }
        SearchSpec search = new SearchSpec(
                Sampler.GRID,
                Strategy.INDEPENDENT,
                budgets,
                LongStream.rangeClosed(1, seeds).boxed().toList(),
                parameters,
                null,
                1);
        return SweepSpec.of(
                name, DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE), new NetworkSpec.ResNet(8, 4), search);
    }
}
