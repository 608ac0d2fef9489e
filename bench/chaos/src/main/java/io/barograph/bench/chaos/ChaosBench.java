package io.barograph.bench.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sweeps of a cluster of processes under faults, one run for each seed. Ends with 1 if anything does not hold that must, with
 * 3 if a window was hit too rarely to say. Arguments: folder, first seed, seeds with stand-ins, seeds with real training, JSON
 * file or -, and whether to keep the logs of good runs. To be started in namespaces of its own, by {@code bench/chaos/run}.
 */
public final class ChaosBench {
    private static final int ENOUGH_RUNS = 10; // to ask how often a window was hit

    private ChaosBench() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]).toAbsolutePath();
        long first = Long.parseLong(args[1]);
        int standIns = Integer.parseInt(args[2]);
        int real = Integer.parseInt(args[3]);
        boolean keep = Boolean.parseBoolean(args[5]);
        Network network = Network.make();
        List<RunResult> runs = new ArrayList<>();
        for (long seed = first; seed < first + standIns; seed++) {
            runs.add(run(ChaosPlan.standIns(seed), network, folder.resolve("seed-" + seed), keep));
            write(args[4], runs);
        }
        for (long seed = first; seed < first + real; seed++) {
            runs.add(run(ChaosPlan.real(seed), network, folder.resolve("real-" + seed), keep));
            write(args[4], runs);
        }
        System.out.println();
        ChaosTable.lines(runs).forEach(System.out::println);
        System.exit(exitCode(runs));
    }

    private static RunResult run(ChaosPlan plan, Network network, Path folder, boolean keep) throws IOException {
        System.out.printf("seed %d, %s%n", plan.seed(), plan.epochMillis() == 0 ? "real training" : "stand-ins");
        remove(folder);
        Files.createDirectories(folder.resolve("control"));
        RunResult result = ChaosRun.of(plan, network, folder);
        result.violations().forEach(wrong -> System.out.println("  VIOLATED: " + wrong));
        if (result.violations().isEmpty() && !keep) {
            remove(folder);
        } else {
            System.out.println("  logs are left in " + folder);
        }
        return result;
    }

    private static int exitCode(List<RunResult> runs) {
        if (runs.stream().anyMatch(run -> !run.violations().isEmpty())) {
            return 1;
        }
        for (Window window : Window.values()) {
            if (runs.size() >= ENOUGH_RUNS && ChaosTable.hits(runs, window) < ChaosTable.FEWEST_HITS) {
                return 3;
            }
        }
        return 0;
    }

    private static void write(String file, List<RunResult> runs) throws IOException {
        if (!file.equals("-")) {
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(Path.of(file).toFile(), runs);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
