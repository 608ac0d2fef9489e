package io.barograph.bench.dispatch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.barograph.bench.report.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the experiments and prints their tables; ends with 1 if anything was lost or doubled. Arguments: full or quick,
 * folder, JSON file or -, and the experiments to run, all if none is named.
 */
public final class DispatchBench {
    private final Plan plan;
    private final ObjectMapper json = new ObjectMapper();
    private final ArrayNode outcomes = json.createArrayNode();

    /** One experiment. */
    @FunctionalInterface
    private interface Experiment {
        Outcome run(Plan plan) throws IOException;
    }

    private static final Map<String, Experiment> EXPERIMENTS = new LinkedHashMap<>();

    static {
        EXPERIMENTS.put("throughput", ThroughputExperiment::run);
        EXPERIMENTS.put("overhead", OverheadExperiment::run);
        EXPERIMENTS.put("reports", ReportsExperiment::run);
        EXPERIMENTS.put("workers", ManyWorkersExperiment::run);
        EXPERIMENTS.put("metrics", MetricsExperiment::run);
        EXPERIMENTS.put("training", TrainingExperiment::run);
        EXPERIMENTS.put("scrape", ScrapeExperiment::run);
        EXPERIMENTS.put("history", HistoryExperiment::run);
        EXPERIMENTS.put("simulator", SimulationExperiment::run);
    }

    private DispatchBench(Plan plan) {
        this.plan = plan;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[1]));
        remove(folder);
        DispatchBench bench = new DispatchBench(args[0].equals("quick") ? Plan.quick(folder) : Plan.full(folder));
        List<String> wanted = List.of(args).subList(3, args.length);
        boolean sound = true;
        for (Map.Entry<String, Experiment> experiment : EXPERIMENTS.entrySet()) {
            if (wanted.isEmpty() || wanted.contains(experiment.getKey())) {
                sound &= bench.run(experiment.getValue());
            }
        }
        remove(folder);
        if (!args[2].equals("-")) {
            bench.json
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(Path.of(args[2]).toFile(), bench.outcomes);
        }
        System.exit(sound ? 0 : 1);
    }

    private boolean run(Experiment experiment) throws IOException {
        Outcome outcome = experiment.run(plan);
        outcome.print();
        outcome.writeTo(outcomes.addObject());
        return outcome.isSound();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder)) {
                    Files.delete(file);
                }
            }
        }
    }
}
