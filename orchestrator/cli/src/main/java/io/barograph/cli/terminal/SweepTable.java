package io.barograph.cli.terminal;

import io.barograph.api.SweepPage;
import io.barograph.api.SweepState;
import io.barograph.api.SweepSummary;
import io.barograph.api.TrialState;
import io.barograph.cli.terminal.TextTable.Cell;
import io.barograph.cli.terminal.TextTable.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sweeps of a cluster as a table. */
public final class SweepTable {
    private static final int BAR = 12;

    private SweepTable() {}

    /** Lines at most {@code width} characters wide; ages are counted from {@code now}. */
    public static List<String> render(SweepPage page, Instant now, int width, boolean colours) {
        TextTable table = new TextTable(List.of(
                Column.left("SWEEP", 10),
                Column.left("STATE", 9),
                Column.left("PROGRESS", 3),
                Column.right("ENDED", 8),
                Column.right("TRIALS", 7),
                Column.right("RUNNING", 5),
                Column.right("FAILED", 6),
                Column.right("AGE", 4),
                Column.left("BY", 2)));
        for (SweepSummary sweep : page.sweeps()) {
            int all = count(sweep, true);
            int ended = count(sweep, false);
            table.add(List.of(
                    new Cell(sweep.sweep(), Style.BOLD),
                    new Cell(sweep.state().name().toLowerCase(Locale.ROOT), style(sweep.state())),
                    new Cell(bar(all == 0 ? 0 : (double) ended / all), style(sweep.state())),
                    Cell.of(String.valueOf(ended)),
                    Cell.of(String.valueOf(all)),
                    Cell.of(some(sweep, TrialState.RUNNING)),
                    new Cell(some(sweep, TrialState.FAILED), Style.RED),
                    Cell.of(age(Duration.between(sweep.createdAt(), now))),
                    Cell.of(sweep.submittedBy() == null ? "" : sweep.submittedBy())));
        }
        return table.render(width - 1, colours);
    }

    private static int count(SweepSummary sweep, boolean all) {
        return sweep.trials().entrySet().stream()
                .filter(entry -> all || entry.getKey().terminal())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private static String some(SweepSummary sweep, TrialState state) {
        int count = sweep.trials().getOrDefault(state, 0);
        return count == 0 ? "" : String.valueOf(count);
    }

    private static String bar(double done) {
        int full = (int) Math.floor(done * BAR);
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    private static Style style(SweepState state) {
        return switch (state) {
            case RUNNING -> Style.CYAN;
            case PAUSED, CANCELLED -> Style.YELLOW;
            case COMPLETED -> Style.GREEN;
            case FAILED -> Style.RED;
        };
    }

    /** One unit: {@code 42 s}, {@code 5 min}, {@code 3 h}, {@code 12 d}; clocks that differ make no age negative. */
    static String age(Duration age) {
        if (age.toDays() >= 2) {
            return age.toDays() + " d";
        }
        if (age.toHours() >= 2) {
            return age.toHours() + " h";
        }
        return age.toMinutes() >= 2 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
    }
}
