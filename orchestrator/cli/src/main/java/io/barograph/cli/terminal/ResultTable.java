package io.barograph.cli.terminal;

import io.barograph.api.BudgetStatus;
import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.api.TrialState;
import io.barograph.cli.terminal.TextTable.Cell;
import io.barograph.cli.terminal.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A sweep's results as a table with a small picture of its front. */
public final class ResultTable {
    private static final String MARGIN = "  ";
    private static final int WIDEST = 140;

    private ResultTable() {}

    /** Lines at most {@code width} characters wide. */
    public static List<String> render(SweepReport report, int width, boolean colours) {
        int room = Math.min(WIDEST, width) - MARGIN.length() - 1;
        List<String> lines = new ArrayList<>();
        lines.add(Style.BOLD.paint(report.sweep(), colours) + "  " + summary(report));
        lines.add("");
        lines.addAll(trials(report.trials(), width, colours));
        List<String> plot = FrontPlot.render(report, room, colours);
        if (!plot.isEmpty()) {
            lines.add("");
            plot.forEach(line -> lines.add(MARGIN + line));
        }
        return lines;
    }

    /** The trials alone, as lines at most {@code width} characters wide. */
    public static List<String> trials(List<TrialReport> trials, int width, boolean colours) {
        List<String> lines = new ArrayList<>();
        int room = Math.min(WIDEST, width) - MARGIN.length() - 1;
        table(trials).render(room, colours).forEach(line -> lines.add(MARGIN + line));
        notes(trials).forEach(note -> lines.add(MARGIN + Style.DIM.paint(note, colours)));
        return lines;
    }

    private static String summary(SweepReport report) {
        long completed = count(report, TrialState.COMPLETED);
        long failed = count(report, TrialState.FAILED);
        StringBuilder text = new StringBuilder()
                .append(completed)
                .append(" of ")
                .append(report.trials().size())
                .append(" trials completed");
        if (failed > 0) {
            text.append(", ").append(failed).append(" failed");
        }
        text.append(", ").append(report.points().size()).append(" on the front");
        return text.append(String.format(Locale.ROOT, ", hypervolume %.3f", report.hypervolume()))
                .toString();
    }

    private static long count(SweepReport report, TrialState state) {
        return report.trials().stream().filter(trial -> trial.state() == state).count();
    }

    private static TextTable table(List<TrialReport> trials) {
        TextTable table = new TextTable(List.of(
                Column.left("TRIAL", 16),
                Column.left("BUDGET", 20),
                Column.left("SEED", 6),
                Column.left("PARAMETERS", 7),
                Column.right("VOLUME", 19),
                Column.left("STATUS", 17),
                Column.left("FRONT", 15),
                Column.right("VALIDATION", 18),
                Column.right("TEST", 14),
                Column.right("WEIGHTS", 13),
                Column.right("MACS", 12),
                Column.right("FILE", 10),
                Column.right("1 IMAGE", 9),
                Column.right("64 IMAGES", 8),
                Column.right("TIME", 5)));
        boolean manySeeds =
                trials.stream().mapToLong(TrialReport::seed).distinct().count() > 1;
        for (TrialReport trial : trials) {
            table.add(List.of(
                    Cell.of(trial.trial()),
                    new Cell(Figures.budget(trial.budget()), Style.BOLD),
                    Cell.of(manySeeds ? String.valueOf(trial.seed()) : ""),
                    new Cell(LiveTable.parameters(trial.search()), Style.DIM),
                    Cell.of(Figures.ratio(trial.volumeRatio())),
                    status(trial),
                    new Cell(trial.onFront() ? "●" : "", Style.GREEN),
                    Cell.of(Figures.percent(trial.validationAccuracy())),
                    Cell.of(Figures.percent(trial.testAccuracy())),
                    Cell.of(count(trial.parameters())),
                    Cell.of(count(trial.macs())),
                    Cell.of(trial.fileBytes() == null ? "" : Figures.bytes(trial.fileBytes())),
                    Cell.of(millis(
                            trial.latency() == null
                                    ? null
                                    : trial.latency().onnxBatch1().medianMillis())),
                    Cell.of(millis(
                            trial.latency() == null
                                    ? null
                                    : trial.latency().onnxBatch64().medianMillis())),
                    Cell.of(Figures.clock(trial.seconds()))));
        }
        return table;
    }

    private static Cell status(TrialReport trial) {
        BudgetStatus status = trial.status();
        if (status == null) {
            return new Cell(
                    trial.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    trial.state() == TrialState.FAILED ? Style.RED : Style.DIM);
        }
        return switch (status) {
            case MET -> new Cell("MET", Style.GREEN);
            case UNDER -> new Cell("UNDER", Style.YELLOW);
            case OVER -> new Cell("OVER", Style.RED);
        };
    }

    private static List<String> notes(List<TrialReport> trials) {
        return trials.stream()
                .filter(trial -> trial.note() != null)
                .map(trial -> trial.trial() + ": " + Objects.requireNonNull(trial.note()))
                .toList();
    }

    private static String count(@Nullable Long value) {
        return value == null ? "" : Figures.count(value);
    }

    private static String millis(@Nullable Double value) {
        return value == null ? "" : Figures.millis(value);
    }
}
