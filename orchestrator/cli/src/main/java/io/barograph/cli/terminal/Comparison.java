package io.barograph.cli.terminal;

import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sweeps side by side. At each budget a sweep stands for its best set of parameters: the one with the highest mean validation
 * accuracy over its seeds.
 *
 * @param sweeps what is compared, in order
 * @param budgets by falling budget
 */
public record Comparison(List<Compared> sweeps, List<Row> budgets) {
    public Comparison {
        sweeps = List.copyOf(sweeps);
        budgets = List.copyOf(budgets);
    }

    /**
     * A sweep as a whole.
     *
     * @param label as its user named it
     * @param points on its front
     */
    public record Compared(String label, String sweep, double hypervolume, int points) {}

    /**
     * The sweeps at one budget; null for one that has no result there.
     *
     * @param cells one for each sweep
     */
    public record Row(double budget, List<@Nullable Entry> cells) {
        public Row {
            cells = new ArrayList<>(cells);
        }
    }

    /**
     * What a sweep reached at a budget.
     *
     * @param seeds completed trials of its best parameters
     * @param accuracy mean of their accuracies in the validation part, in [0, 1]
     * @param deviation their standard deviation as a sample (divided by seeds - 1); null for a single seed
     * @param volumeRatio mean of their volumes, as a share of the dense network's
     * @param difference accuracy less that of the first sweep; null for the first, or if that has no result here
     * @param differenceDeviation standard error of the difference; null if one of them has a single seed
     */
    public record Entry(
            int seeds,
            double accuracy,
            @Nullable Double deviation,
            double volumeRatio,
            @Nullable Double difference,
            @Nullable Double differenceDeviation) {
        private Entry against(@Nullable Entry first) {
            if (first == null) {
                return this;
            }
            Double error = deviation == null || first.deviation == null
                    ? null
                    : Math.sqrt(deviation * deviation / seeds + first.deviation * first.deviation / first.seeds);
            return new Entry(seeds, accuracy, deviation, volumeRatio, accuracy - first.accuracy, error);
        }
    }

    /** @param labels one for each report */
    public static Comparison of(List<String> labels, List<SweepReport> reports) {
        List<Compared> sweeps = new ArrayList<>();
        for (int i = 0; i < reports.size(); i++) {
            SweepReport report = reports.get(i);
            sweeps.add(new Compared(
                    labels.get(i),
                    report.sweep(),
                    report.hypervolume(),
                    report.points().size()));
        }
        List<Map<Double, Entry>> reached =
                reports.stream().map(Comparison::reached).toList();
        List<Row> rows = reached.stream()
                .flatMap(one -> one.keySet().stream())
                .distinct()
                .sorted(Comparator.reverseOrder())
                .map(budget -> row(budget, reached))
                .toList();
        return new Comparison(sweeps, rows);
    }

    private static Row row(double budget, List<Map<Double, Entry>> reached) {
        Entry first = reached.get(0).get(budget);
        List<@Nullable Entry> cells = new ArrayList<>();
        for (int i = 0; i < reached.size(); i++) {
            Entry entry = reached.get(i).get(budget);
            cells.add(entry == null || i == 0 ? entry : entry.against(first));
        }
        return new Row(budget, cells);
    }

    private static Map<Double, Entry> reached(SweepReport report) {
        Map<Double, Entry> best = new TreeMap<>();
        report.trials().stream()
                .filter(trial -> trial.validationAccuracy() != null && trial.volumeRatio() != null)
                .collect(Collectors.groupingBy(trial -> Map.entry(trial.budget(), trial.search())))
                .forEach((key, trials) -> best.merge(
                        key.getKey(), entry(trials), (one, other) -> one.accuracy >= other.accuracy ? one : other));
        return best;
    }

    private static Entry entry(List<TrialReport> seeds) {
        double mean = seeds.stream().mapToDouble(Comparison::accuracy).average().orElseThrow();
        double volume = seeds.stream()
                .mapToDouble(trial -> Objects.requireNonNull(trial.volumeRatio()))
                .average()
                .orElseThrow();
        double squares = seeds.stream()
                .mapToDouble(trial -> Math.pow(accuracy(trial) - mean, 2))
                .sum();
        Double deviation = seeds.size() < 2 ? null : Math.sqrt(squares / (seeds.size() - 1));
        return new Entry(seeds.size(), mean, deviation, volume, null, null);
    }

    private static double accuracy(TrialReport trial) {
        return Objects.requireNonNull(trial.validationAccuracy());
    }
}
