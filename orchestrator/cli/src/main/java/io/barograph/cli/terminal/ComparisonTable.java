package io.barograph.cli.terminal;

import io.barograph.cli.terminal.Comparison.Compared;
import io.barograph.cli.terminal.Comparison.Entry;
import io.barograph.cli.terminal.Comparison.Row;
import io.barograph.cli.terminal.TextTable.Cell;
import io.barograph.cli.terminal.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sweeps side by side as tables. */
public final class ComparisonTable {
    private static final String MARGIN = "  ";

    private ComparisonTable() {}

    /** Lines at most {@code width} characters wide. */
    public static List<String> render(Comparison comparison, int width, boolean colours) {
        int room = width - MARGIN.length() - 1;
        List<String> lines = new ArrayList<>();
        whole(comparison).render(room, colours).forEach(line -> lines.add(MARGIN + line));
        lines.add("");
        budgets(comparison).render(room, colours).forEach(line -> lines.add(MARGIN + line));
        lines.add("");
        lines.add(MARGIN
                + Style.DIM.paint(
                        "Validation accuracy, mean ± deviation over seeds; differences to A ± error.", colours));
        return lines;
    }

    private static TextTable whole(Comparison comparison) {
        TextTable table = new TextTable(List.of(
                Column.left("", 9),
                Column.left("SWEEP", 10),
                Column.right("HYPERVOLUME", 8),
                Column.right("TO A", 7),
                Column.right("ON THE FRONT", 6),
                Column.left("FROM", 5)));
        double first = comparison.sweeps().get(0).hypervolume();
        for (int i = 0; i < comparison.sweeps().size(); i++) {
            Compared sweep = comparison.sweeps().get(i);
            table.add(List.of(
                    new Cell(letter(i), Style.BOLD),
                    new Cell(sweep.sweep(), Style.BOLD),
                    Cell.of(String.format(Locale.ROOT, "%.4f", sweep.hypervolume())),
                    i == 0 ? Cell.of("") : signed(sweep.hypervolume() - first, "%+.4f"),
                    Cell.of(String.valueOf(sweep.points())),
                    new Cell(sweep.label().equals(sweep.sweep()) ? "" : sweep.label(), Style.DIM)));
        }
        return table;
    }

    private static TextTable budgets(Comparison comparison) {
        List<Column> columns = new ArrayList<>(List.of(Column.left("BUDGET", 100)));
        int sweeps = comparison.sweeps().size();
        for (int i = 0; i < sweeps; i++) {
            columns.add(Column.right(letter(i), 90 - i));
            columns.add(Column.right("SEEDS", 20 - i));
            columns.add(Column.right("VOLUME", 40 - i));
            columns.add(Column.right(letter(i) + " − A", 60 - i));
        }
        TextTable table = new TextTable(columns);
        for (Row row : comparison.budgets()) {
            List<Cell> cells = new ArrayList<>(List.of(new Cell(Figures.budget(row.budget()), Style.BOLD)));
            for (Entry entry : row.cells()) {
                cells.addAll(cells(entry));
            }
            table.add(cells);
        }
        return table;
    }

    private static List<Cell> cells(@Nullable Entry entry) {
        if (entry == null) {
            return List.of(new Cell("–", Style.DIM), Cell.of(""), Cell.of(""), Cell.of(""));
        }
        Double difference = entry.difference();
        Double error = entry.differenceDeviation();
        return List.of(
                Cell.of(percent(entry.accuracy()) + spread(entry.deviation()) + " %"),
                Cell.of(entry.seeds() == 1 ? "" : String.valueOf(entry.seeds())),
                Cell.of(Figures.ratio(entry.volumeRatio())),
                difference == null ? Cell.of("") : signed(100 * difference, "%+.2f" + spread(error)));
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f", 100 * fraction);
    }

    private static String spread(@Nullable Double deviation) {
        return deviation == null ? "" : " ± " + percent(deviation);
    }

    private static Cell signed(double value, String format) {
        Style style = value > 0 ? Style.GREEN : value < 0 ? Style.RED : Style.PLAIN;
        return new Cell(String.format(Locale.ROOT, format, value), style);
    }

    private static String letter(int index) {
        return String.valueOf((char) ('A' + index));
    }
}
