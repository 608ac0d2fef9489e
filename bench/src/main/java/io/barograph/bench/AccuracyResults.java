package io.barograph.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.bar.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Results of {@link AccuracyBench}, one JSON object a line. */
final class AccuracyResults {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final List<JsonNode> rows = new ArrayList<>();

    private AccuracyResults(Path file) {
        this.file = file;
    }

    static AccuracyResults open(Path file) throws IOException {
        AccuracyResults results = new AccuracyResults(file);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                results.rows.add(JSON.readTree(line));
            }
        }
        return results;
    }

    boolean has(String dataset, int seed, String method, double budget) {
        return rows.stream().anyMatch(r -> matches(r, dataset, seed, method, budget));
    }

    /** Leaves a seed's results out, because the networks they stand for are gone and the rest must be paired with new ones. */
    void forget(String dataset, int seed) throws IOException {
        boolean removed = rows.removeIf(
                r -> r.get("dataset").asText().equals(dataset) && r.get("seed").asInt() == seed);
        if (removed) {
            Files.write(file, rows.stream().map(JsonNode::toString).toList());
        }
    }

    /** Prints the table of all results in a folder, whose path is the only argument. */
    public static void main(String[] args) throws IOException {
        AccuracyResults all = new AccuracyResults(Path.of(args[0]));
        try (Stream<Path> files = Files.list(all.file)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
                all.rows.addAll(open(file).rows);
            }
        }
        System.out.println(all.table());
    }

    private static boolean matches(JsonNode row, String dataset, int seed, String method, double budget) {
        return row.get("dataset").asText().equals(dataset)
                && row.get("seed").asInt() == seed
                && row.get("method").asText().equals(method)
                && row.get("budget").asDouble() == budget;
    }

    void add(String dataset, int seed, String method, double budget, TrainedModel model, double seconds)
            throws IOException {
        ObjectNode row = JSON.createObjectNode()
                .put("dataset", dataset)
                .put("seed", seed)
                .put("method", method)
                .put("budget", budget)
                .put("volumeRatio", model.volumeRatio())
                .put("testAccuracy", model.testAccuracy())
                .put("validationAccuracy", model.validationAccuracy())
                .put("parameters", model.parameters())
                .put("macs", model.macs())
                .put("fileBytes", model.fileBytes())
                .put("closedByForce", model.closedByForce())
                .put("seconds", seconds);
        rows.add(row);
        Files.writeString(file, row + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.out.println(row);
    }

    /** Mean test accuracy and the paired difference to the dense teacher of the same seed, in points. */
    String table() {
        Map<String, List<JsonNode>> groups = new LinkedHashMap<>();
        for (JsonNode row : rows) {
            String key = row.get("dataset").asText() + " | " + row.get("method").asText() + " | "
                    + row.get("budget").asDouble();
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        StringBuilder table = new StringBuilder(String.format(
                "%n%-66s %5s %8s %16s %9s %10s %7s%n",
                "dataset | method | budget", "seeds", "test %", "- teacher", "volume", "parameters", "forced"));
        groups.forEach((key, group) -> table.append(String.format(
                Locale.ROOT,
                "%-66s %5d %8.2f %16s %9.4f %10.0f %7.1f%n",
                key,
                group.size(),
                100 * mean(group, "testAccuracy"),
                Paired.of(differences(group)),
                mean(group, "volumeRatio"),
                mean(group, "parameters"),
                mean(group, "closedByForce"))));
        return table.toString();
    }

    private List<Double> differences(List<JsonNode> group) {
        List<Double> differences = new ArrayList<>();
        for (JsonNode row : group) {
            rows.stream()
                    .filter(r -> matches(
                            r, row.get("dataset").asText(), row.get("seed").asInt(), "dense", 1))
                    .findFirst()
                    .ifPresent(teacher -> differences.add(100
                            * (row.get("testAccuracy").asDouble()
                                    - teacher.get("testAccuracy").asDouble())));
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
