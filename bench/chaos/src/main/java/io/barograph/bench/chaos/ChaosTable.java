package io.barograph.bench.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The results of all runs as text. */
final class ChaosTable {
    /** In fewer, a window was not looked at. */
    static final int FEWEST_HITS = 3;

    private ChaosTable() {}

    static List<String> lines(List<RunResult> runs) {
        List<String> lines = new ArrayList<>();
        lines.add("seed  trainer   trials  attempts  faults  refused late reports  seconds  violations");
        for (RunResult run : runs) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%4d  %-8s  %6d  %8d  %6d  %20d  %7.0f  %10d",
                    run.seed(),
                    run.real() ? "real" : "stand-in",
                    run.trials(),
                    run.attempts(),
                    run.faults().values().stream().mapToInt(Integer::intValue).sum(),
                    run.refused(),
                    run.seconds(),
                    run.violations().size()));
        }
        lines.add("");
        lines.add(String.format(
                "%-84s %5s  %19s  %19s", "time to the next progress", "", "from the beginning", "from its healing"));
        lines.add(String.format("%-84s %5s  %19s  %19s", "fault", "times", "median     worst", "median     worst"));
        for (FaultKind kind : FaultKind.values()) {
            int times = runs.stream()
                    .mapToInt(run -> run.faults().getOrDefault(kind, 0))
                    .sum();
            lines.add(row(
                    kind.meaning(),
                    times,
                    times(runs, RunResult::stallMillis, kind),
                    times(runs, RunResult::resumeMillis, kind)));
        }
        List<Long> stalls = all(runs, RunResult::stallMillis);
        lines.add(row("all", stalls.size(), stalls, all(runs, RunResult::resumeMillis)));
        List<Long> alone = all(runs, RunResult::aloneMillis);
        lines.add(row("those in which no other fault fell", alone.size(), List.of(), alone));
        lines.add("");
        for (Window window : Window.values()) {
            lines.add(String.format("%-50s hit %d times", window.meaning(), hits(runs, window)));
        }
        runs.forEach(run -> run.endedByItself().forEach(end -> lines.add("seed " + run.seed() + ": " + end)));
        runs.forEach(run -> run.repeatedCommands()
                .forEach(command -> lines.add("seed " + run.seed() + ", a command again: " + command)));
        runs.forEach(
                run -> run.violations().forEach(wrong -> lines.add("VIOLATED, seed " + run.seed() + ": " + wrong)));
        return lines;
    }

    static int hits(List<RunResult> runs, Window window) {
        return runs.stream()
                .mapToInt(run -> run.windows().getOrDefault(window, 0))
                .sum();
    }

    private static String row(String fault, int times, List<Long> stalls, List<Long> resumes) {
        return String.format("%-84s %5d  %s  %s", fault, times, spread(stalls), spread(resumes));
    }

    private static List<Long> all(List<RunResult> runs, Function<RunResult, Map<FaultKind, List<Long>>> which) {
        return Stream.of(FaultKind.values())
                .flatMap(kind -> times(runs, which, kind).stream())
                .toList();
    }

    private static List<Long> times(
            List<RunResult> runs, Function<RunResult, Map<FaultKind, List<Long>>> which, FaultKind kind) {
        return runs.stream()
                .flatMap(run -> which.apply(run).getOrDefault(kind, List.of()).stream())
                .toList();
    }

    private static String spread(List<Long> millis) {
        if (millis.isEmpty()) {
            return "       –           –";
        }
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        double median = (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2e3;
        return String.format(Locale.ROOT, "%7.1f s  %7.1f s", median, sorted.get(sorted.size() - 1) / 1e3);
    }
}
