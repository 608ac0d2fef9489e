package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep tries.
 *
 * @param sampler grid or random
 * @param strategy independent or ladder; ladder only with grid
 * @param budgets fractions of the dense volume, each in (0, 1], all different, at least one
 * @param seeds training seeds, all different, at least one
 * @param parameters values by training key, for example {@code prune.learningRate}; ranges only with random
 * @param trials number of draws; given exactly with the random sampler
 * @param seed seed of the draws; default 1; ignored by grid
 */
public record SearchSpec(
        Sampler sampler,
        Strategy strategy,
        List<Double> budgets,
        List<Long> seeds,
        SortedMap<String, ParameterSpec> parameters,
        @Nullable Integer trials,
        long seed) {
    public static final List<Long> DEFAULT_SEEDS = List.of(1L);

    public SearchSpec {
        budgets = List.copyOf(budgets);
        seeds = List.copyOf(seeds);
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        budgets.forEach(Checks::budget);
        requireDifferent("search.budgets", budgets);
        requireDifferent("search.seeds", seeds);
        parameters.keySet().forEach(TrainingSpec::requireKey);
        if (sampler == Sampler.RANDOM) {
            Checks.require(
                    strategy == Strategy.INDEPENDENT, "", "search.strategy", strategy, "be INDEPENDENT with random");
            Checks.require(
                    trials != null && trials >= 1, "", "search.trials", trials + "", "be at least 1 with random");
        } else {
            Checks.require(trials == null, "", "search.trials", trials + "", "be absent with grid");
            parameters.forEach((key, values) -> Checks.require(
                    values instanceof ParameterSpec.Choices,
                    key,
                    "search.parameters." + key,
                    values,
                    "be a list with grid"));
        }
    }

    /** Reads stored searches too that were written before there was a strategy: they are independent. */
    @JsonCreator
    static SearchSpec read(
            @JsonProperty("sampler") Sampler sampler,
            @JsonProperty("strategy") @Nullable Strategy strategy,
            @JsonProperty("budgets") List<Double> budgets,
            @JsonProperty("seeds") List<Long> seeds,
            @JsonProperty("parameters") SortedMap<String, ParameterSpec> parameters,
            @JsonProperty("trials") @Nullable Integer trials,
            @JsonProperty("seed") long seed) {
        Strategy known = strategy == null ? Strategy.INDEPENDENT : strategy;
        return new SearchSpec(sampler, known, budgets, seeds, parameters, trials, seed);
    }

    /** A grid over budgets alone, with seed 1, of independent trials. */
    public static SearchSpec grid(List<Double> budgets) {
        return new SearchSpec(Sampler.GRID, Strategy.INDEPENDENT, budgets, DEFAULT_SEEDS, new TreeMap<>(), null, 1);
    }

    /** This search with another strategy. */
    public SearchSpec withStrategy(Strategy other) {
        return new SearchSpec(sampler, other, budgets, seeds, parameters, trials, seed);
    }

    private static void requireDifferent(String what, List<?> values) {
        Checks.require(!values.isEmpty(), values, what, values, "not be empty");
        Checks.require(Set.copyOf(values).size() == values.size(), values, what, values, "all be different");
    }
}
