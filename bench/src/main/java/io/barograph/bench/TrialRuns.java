package io.barograph.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Runs of {@link TrialBench}, kept in a file as they come, one JSON object a line: a bench that was stopped goes on. */
final class TrialRuns {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, Run> runs = new LinkedHashMap<>();

    /**
     * One trial of one side.
     *
     * @param seconds of teacher outputs, pruning and fine-tuning
     * @param accuracy on the test images
     * @param volume of the compact network as a fraction of the dense one's
     * @param peakMegabytes most memory that the process has held until then
     */
    record Run(double seconds, double accuracy, double volume, double peakMegabytes) {}

    /** Makes a run. */
    @FunctionalInterface
    interface Trial {
        Run run() throws Exception;
    }

    TrialRuns(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                JsonNode row = JSON.readTree(line);
                runs.put(row.get("key").asText(), JSON.treeToValue(row.get("run"), Run.class));
            }
        }
    }

    /** Makes the run of a side if it has not been made before. */
    void make(String side, double budget, int seed, Trial trial) throws Exception {
        String key = key(side, budget, seed);
        if (runs.containsKey(key)) {
            return;
        }
        Run made = trial.run();
        runs.put(key, made);
        String row = JSON.createObjectNode()
                .put("key", key)
                .set("run", JSON.valueToTree(made))
                .toString();
        Files.writeString(file, row + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.out.printf(
                Locale.ROOT,
                "%-44s %6.1f s, %.2f %%, volume %.4f%n",
                key,
                made.seconds,
                100 * made.accuracy,
                made.volume);
    }

    /** A run that has been made. */
    Run known(String side, double budget, int seed) {
        return Objects.requireNonNull(runs.get(key(side, budget, seed)));
    }

    private static String key(String side, double budget, int seed) {
        return side + ", " + budget + ", seed " + seed;
    }
}
