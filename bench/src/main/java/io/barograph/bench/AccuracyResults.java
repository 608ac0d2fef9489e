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
import java.util.List;

/** Results of {@link AccuracyBench} for one seed, one JSON object a line. */
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

    static boolean matches(JsonNode row, String dataset, int seed, String method, double budget) {
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

    List<JsonNode> rows() {
        return rows;
    }
}
