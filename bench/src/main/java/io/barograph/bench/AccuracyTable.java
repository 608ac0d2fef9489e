package io.barograph.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The results of all seeds as a table: mean test accuracy, and the paired difference to the dense network of the same seed.
 * Ends with 1 if the mean loss at a budget is above its bound.
 */
public final class AccuracyTable {
    /** The largest mean loss against the teacher, in points, by budget. */
    private static final Map<Double, Double> BOUNDS = Map.of(0.5, 0.5, 0.25, 1.0, 0.125, 2.0, 0.0625, 4.0);

    private final List<JsonNode> rows;
    private final Map<String, List<JsonNode>> groups = new TreeMap<>();

    private AccuracyTable(List<JsonNode> rows) {
        this.rows = rows;
        for (JsonNode row : rows) {
            String key = String.format(
                    Locale.ROOT,
                    "%s | %.4f | %s",
                    row.get("dataset").asText(),
                    row.get("budget").asDouble(),
                    row.get("method").asText());
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
    }

    /** Prints the table of the results in a folder, whose path is the only argument. */
    public static void main(String[] args) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
                rows.addAll(AccuracyResults.open(file).rows());
            }
        }
        AccuracyTable table = new AccuracyTable(rows);
        System.out.println(table.text());
        List<String> missed = table.missed();
        missed.forEach(System.out::println);
        System.exit(missed.isEmpty() ? 0 : 1);
    }

    private String text() {
        StringBuilder text = new StringBuilder(String.format(
                "%-62s %5s %8s %16s %8s %10s %10s %9s %6s%n",
                "dataset | budget | method",
                "seeds",
                "test %",
                "- teacher",
                "volume",
                "parameters",
                "MACs",
                "bytes",
                "forced"));
        groups.forEach((key, group) -> text.append(String.format(
                Locale.ROOT,
                "%-62s %5d %8.2f %16s %8.4f %10.0f %10.0f %9.0f %6.1f%n",
                key,
                group.size(),
                100 * mean(group, "testAccuracy"),
                Paired.of(differences(group)),
                mean(group, "volumeRatio"),
                mean(group, "parameters"),
                mean(group, "macs"),
                mean(group, "fileBytes"),
                mean(group, "closedByForce"))));
        text.append(variants());
        return text.toString();
    }

    /** Every method named "M, variant" beside method M at the same budget, paired by seed. */
    private String variants() {
        StringBuilder text = new StringBuilder();
        groups.forEach((key, group) -> {
            String method = group.get(0).get("method").asText();
            int comma = method.indexOf(", ");
            List<Double> differences =
                    comma < 0 ? List.of() : differences(group, method.substring(0, comma), Double.NaN);
            if (!differences.isEmpty()) {
                text.append(String.format(
                        Locale.ROOT, "%n%s, minus %s: %s", key, method.substring(0, comma), Paired.of(differences)));
            }
        });
        return text.toString();
    }

    private List<String> missed() {
        List<String> missed = new ArrayList<>();
        groups.forEach((key, group) -> {
            Double bound = BOUNDS.get(group.get(0).get("budget").asDouble());
            double loss = -Paired.of(differences(group)).mean();
            if (group.get(0).get("method").asText().equals("bar") && bound != null && !(loss <= bound)) {
                missed.add(String.format(Locale.ROOT, "MISSED: %s loses %.2f points, bound %.2f", key, loss, bound));
            }
        });
        return missed;
    }

    private List<Double> differences(List<JsonNode> group) {
        return differences(group, "dense", 1);
    }

    /**
     * Points of test accuracy above another method with the same seed.
     *
     * @param budget of the other; NaN for the same budget
     */
    private List<Double> differences(List<JsonNode> group, String method, double budget) {
        List<Double> differences = new ArrayList<>();
        for (JsonNode row : group) {
            double other = Double.isNaN(budget) ? row.get("budget").asDouble() : budget;
            rows.stream()
                    .filter(r -> AccuracyResults.matches(
                            r, row.get("dataset").asText(), row.get("seed").asInt(), method, other))
                    .findFirst()
                    .ifPresent(base -> differences.add(100
                            * (row.get("testAccuracy").asDouble()
                                    - base.get("testAccuracy").asDouble())));
        }
        return differences;
    }

    private static double mean(List<JsonNode> group, String field) {
        return group.stream()
                .mapToDouble(r -> r.get(field).asDouble())
                .average()
                .orElse(Double.NaN);
    }
}
