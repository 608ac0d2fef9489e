package io.barograph.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be known of a sweep that can never run, from its spec alone: no data is read and no network is built. */
public final class SweepCheck {
    private SweepCheck() {}

    /** Every problem with its place and what to do; empty if there is none. */
    public static List<String> problems(SweepSpec spec) {
        List<String> problems = new ArrayList<>();
        List<Double> tooSmall = spec.search().budgets().stream()
                .filter(budget -> budgetProblem(spec.network(), spec.dataset().name(), budget) != null)
                .toList();
        if (!tooSmall.isEmpty()) {
            problems.add("search.budgets "
                    + tooSmall.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + ": this network cannot be pruned below "
                    + leastBudget(spec.network(), spec.dataset().name())
                    + " of its volume; give larger ones, or a wider network");
        }
        spec.search()
                .parameters()
                .forEach((key, values) -> problems.addAll(values.fold(
                        choices -> choiceProblems(spec.training(), key, choices.values()),
                        range -> choiceProblems(spec.training(), key, List.of(range.min(), range.max())))));
        String labels =
                labelProblem(spec.scheduling().requires(), spec.training().precision());
        if (labels != null) {
            problems.add("scheduling.requires: " + labels + "; take one of them out");
        }
        return problems;
    }

    /** Values that a trial cannot have, and values that become the same in a trial. */
    private static List<String> choiceProblems(TrainingSpec training, String key, List<Double> values) {
        List<String> problems = new ArrayList<>();
        Map<TrainingSpec, Double> seen = new HashMap<>();
        for (double value : values) {
            try {
                Double same = seen.putIfAbsent(training.withParameters(Map.of(key, value)), value);
                if (same != null) {
                    problems.add("search.parameters." + key + ": " + same + " and " + value
                            + " are the same for a trial; take one of them out");
                }
            } catch (IllegalArgumentException e) {
                problems.add("search.parameters." + key + ": " + value + ": " + e.getMessage());
            }
        }
        return problems;
    }

    /** Why no network of this kind can keep a budget on this data, or null if one can. */
    public static @Nullable String budgetProblem(NetworkSpec network, DatasetName data, double budget) {
        return NetworkVolume.of(network, data.imagePixels()).allows(budget)
                ? null
                : budget + " is less than this network can be pruned to, which is " + leastBudget(network, data)
                        + " of its volume";
    }

    /** As a user may write it: rounded up. */
    private static String leastBudget(NetworkSpec network, DatasetName data) {
        double least = NetworkVolume.of(network, data.imagePixels()).leastBudget();
        return String.format(Locale.ROOT, "%.4f", Math.ceil(least * 10_000) / 10_000);
    }

    /** Why no worker can ever have all of these labels, or null if one may. */
    public static @Nullable String labelProblem(Set<String> requires, Precision precision) {
        if (!requires.contains(WorkerLabels.GPU)) {
            return null;
        }
        if (requires.contains(WorkerLabels.CPU)) {
            return "no worker has both '" + WorkerLabels.CPU + "' and '" + WorkerLabels.GPU + "'";
        }
        return precision == Precision.BFLOAT16 || requires.contains(WorkerLabels.BFLOAT16)
                ? "bfloat16 is trained on CPUs, and no worker has '" + WorkerLabels.GPU + "' beside it"
                : null;
    }
}
