package io.barograph.cli.terminal;

import io.barograph.api.Latencies;
import io.barograph.api.TrialReport;
import io.barograph.cli.terminal.TextTable.Cell;
import io.barograph.cli.terminal.TextTable.Column;
import java.util.List;

/** What was exported, one line a model. */
public final class ExportTable {
    private static final String MARGIN = "  ";

    private ExportTable() {}

    /** Lines at most {@code width} characters wide. */
    public static List<String> render(List<TrialReport> trials, int width, boolean colours) {
        TextTable table = new TextTable(List.of(
                Column.left("TRIAL", 6),
                Column.left("BUDGET", 5),
                Column.right("VOLUME", 4),
                Column.right("TEST", 3),
                Column.right("ONNX FILE", 2),
                Column.right("1 IMAGE", 1)));
        for (TrialReport trial : trials) {
            Latencies latency = trial.latency();
            table.add(List.of(
                    Cell.of(trial.trial()),
                    new Cell(Figures.budget(trial.budget()), Style.BOLD),
                    Cell.of(Figures.ratio(trial.volumeRatio())),
                    Cell.of(Figures.percent(trial.testAccuracy())),
                    Cell.of(trial.fileBytes() == null ? "" : Figures.bytes(trial.fileBytes())),
                    Cell.of(
                            latency == null
                                    ? ""
                                    : Figures.millis(latency.onnxBatch1().medianMillis()))));
        }
        return table.render(width - MARGIN.length() - 1, colours).stream()
                .map(line -> MARGIN + line)
                .toList();
    }
}
