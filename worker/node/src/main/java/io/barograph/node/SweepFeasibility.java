package io.barograph.node;

import io.barograph.api.ParameterSpec;
import io.barograph.api.Strategy;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks for trials of a sweep that cannot work, before any of them is trained. */
final class SweepFeasibility {
    private static final List<String> KEYS_THAT_MATTER = List.of("prune.epochs", "rung.epochs", "batchSize");
    private static final long ANY_SEED = 1;

    private final SweepSpec spec;
    private final Consumer<TrialAssignment> check;
    private final Consumer<TrialAssignment> rungCheck;

    /**
     * @param check throws {@link TrialException} for a trial that cannot work by itself, as each one of a ladder may have to
     * @param rungCheck throws it for a trial that cannot go on from a looser one
     */
    SweepFeasibility(SweepSpec spec, Consumer<TrialAssignment> check, Consumer<TrialAssignment> rungCheck) {
        this.spec = spec;
        this.check = check;
        this.rungCheck = rungCheck;
    }

    /** Every different reason, with the budgets it holds for; empty if all trials can work. */
    List<String> problems() {
        Map<String, List<Double>> budgetsOfReason = new LinkedHashMap<>();
        List<Double> onRungs = budgetsOnRungs();
        for (TrainingSpec training : trainings()) {
            for (double budget : spec.search().budgets()) {
                collect(check, training, budget, budgetsOfReason);
                if (onRungs.contains(budget)) {
                    collect(rungCheck, training, budget, budgetsOfReason);
                }
            }
        }
        return budgetsOfReason.entrySet().stream()
                .map(entry -> places(entry.getValue()) + ": " + entry.getKey())
                .toList();
    }

    /** In a ladder, all budgets below the loosest one below 1. */
    private List<Double> budgetsOnRungs() {
        return spec.search().strategy() != Strategy.LADDER
                ? List.of()
                : spec.search().budgets().stream()
                        .filter(budget -> budget < 1)
                        .sorted(Comparator.reverseOrder())
                        .skip(1)
                        .toList();
    }

    private void collect(
            Consumer<TrialAssignment> one,
            TrainingSpec training,
            double budget,
            Map<String, List<Double>> budgetsOfReason) {
        String reason = reason(one, training, budget);
        if (reason != null) {
            budgetsOfReason.computeIfAbsent(reason, first -> new ArrayList<>()).add(budget);
        }
    }

    private @Nullable String reason(Consumer<TrialAssignment> one, TrainingSpec training, double budget) {
        try {
            one.accept(new TrialAssignment(
                    spec.name(),
                    new TrialConfig("check", 0, budget, ANY_SEED, new TreeMap<>(), training),
                    spec.dataset(),
                    spec.network(),
                    1,
                    1,
                    null,
                    "check",
                    null,
                    false,
                    null,
                    null));
            return null;
        } catch (TrialException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String places(List<Double> budgets) {
        return budgets.stream()
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "search.budgets ", ""));
    }

    /** The training with every listed value of the keys that decide; of a range only its kindest end. */
    private List<TrainingSpec> trainings() {
        List<TrainingSpec> trainings = List.of(spec.training());
        for (String key : KEYS_THAT_MATTER) {
            ParameterSpec searched = spec.search().parameters().get(key);
            if (searched != null) {
                List<Double> values = searched.fold(
                        ParameterSpec.Choices::values,
                        range -> List.of(key.equals("batchSize") ? range.min() : range.max()));
                trainings = trainings.stream()
                        .flatMap(training -> values.stream().map(value -> training.withParameters(Map.of(key, value))))
                        .toList();
            }
        }
        return trainings;
    }
}
