package io.barograph.server.search;

import io.barograph.api.ParameterSpec;
import io.barograph.api.SearchSpec;
import io.barograph.api.Strategy;
import io.barograph.server.log.PlannedTrial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every combination of budget, seed and parameter values. By falling budget, so that the dense network comes first and
 * is there for all; then by seed and parameters as listed. In a ladder a trial goes on from the one with its seed and
 * parameters at the next looser budget below 1.
 */
final class GridSampler implements TrialSampler {
    private final SearchSpec search;

    GridSampler(SearchSpec search) {
        this.search = search;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<PlannedTrial> next(int planned) {
        List<PlannedTrial> all = new ArrayList<>();
        List<SortedMap<String, Double>> combinations = combinations();
        List<Double> budgets =
                search.budgets().stream().sorted(Comparator.reverseOrder()).toList();
        int perBudget = search.seeds().size() * combinations.size();
        boolean afterLooser = false;
        for (double budget : budgets) {
            for (long seed : search.seeds()) {
                for (SortedMap<String, Double> parameters : combinations) {
                    int index = all.size();
                    String after = afterLooser ? PlannedTrial.nameOf(index - perBudget) : null;
                    all.add(new PlannedTrial(PlannedTrial.nameOf(index), index, budget, seed, parameters, after));
                }
            }
            afterLooser = search.strategy() == Strategy.LADDER && budget < 1;
        }
        return List.copyOf(all.subList(Math.min(planned, all.size()), all.size()));
    }

    private List<SortedMap<String, Double>> combinations() {
        List<SortedMap<String, Double>> combinations = List.of(new TreeMap<>());
        for (Map.Entry<String, ParameterSpec> entry : search.parameters().entrySet()) {
            List<Double> values = entry.getValue().fold(ParameterSpec.Choices::values, range -> {
                throw new IllegalArgumentException("grid cannot enumerate the range of " + entry.getKey());
            });
            List<SortedMap<String, Double>> longer = new ArrayList<>();
            for (SortedMap<String, Double> shorter : combinations) {
                for (double value : values) {
                    SortedMap<String, Double> combination = new TreeMap<>(shorter);
                    combination.put(entry.getKey(), value);
                    longer.add(combination);
                }
            }
            combinations = longer;
        }
        return combinations;
    }
}
