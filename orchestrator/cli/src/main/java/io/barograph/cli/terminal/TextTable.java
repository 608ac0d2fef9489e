package io.barograph.cli.terminal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A table of text that fits a width: leaves out its least important columns rather than wrap. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    public TextTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /**
     * One column.
     *
     * @param title heading, in capitals by custom
     * @param right whether its text is aligned to the right
     * @param importance the columns with the lowest leave first when space is short
     * @param least characters that are kept for it, so that a table that moves keeps its shape; 0: an empty column is
     *     left out
     */
    public record Column(String title, boolean right, int importance, int least) {
        public static Column left(String title, int importance) {
            return new Column(title, false, importance, 0);
        }

        public static Column right(String title, int importance) {
            return new Column(title, true, importance, 0);
        }

        public Column atLeast(int characters) {
            return new Column(title, right, importance, characters);
        }
    }

    /** Text and its look. */
    public record Cell(String text, Style style) {
        public static Cell of(String text) {
            return new Cell(text, Style.PLAIN);
        }
    }

    /** @throws IllegalArgumentException if the row has not one cell for every column */
    public void add(List<Cell> row) {
        if (row.size() != columns.size()) {
            throw new IllegalArgumentException(row.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(List.copyOf(row));
    }

    /** The heading and the rows, each at most {@code width} characters wide (without escape sequences). */
    public List<String> render(int width, boolean colours) {
        List<Integer> shown = new ArrayList<>(IntStream.range(0, columns.size())
                .filter(column -> columns.get(column).least() > 0
                        || rows.stream().anyMatch(row -> !row.get(column).text().isEmpty()))
                .boxed()
                .toList());
        while (shown.size() > 1 && widthOf(shown) > width) {
            shown.remove(shown.stream()
                    .min(Comparator.comparingInt(column -> columns.get(column).importance()))
                    .orElseThrow());
        }
        List<String> lines = new ArrayList<>();
        List<Cell> titles =
                columns.stream().map(c -> new Cell(c.title(), Style.DIM)).toList();
        lines.add(line(titles, shown, colours));
        rows.forEach(row -> lines.add(line(row, shown, colours)));
        return lines;
    }

    private int widthOf(List<Integer> shown) {
        return shown.stream().mapToInt(this::widthOf).sum() + GAP.length() * (shown.size() - 1);
    }

    private int widthOf(int column) {
        int widest = Math.max(
                columns.get(column).least(), columns.get(column).title().length());
        for (List<Cell> row : rows) {
            widest = Math.max(widest, row.get(column).text().length());
        }
        return widest;
    }

    private String line(List<Cell> row, List<Integer> shown, boolean colours) {
        StringBuilder line = new StringBuilder();
        for (int column : shown) {
            Cell cell = row.get(column);
            String padding = " ".repeat(widthOf(column) - cell.text().length());
            String text = cell.style().paint(cell.text(), colours);
            line.append(line.length() == 0 ? "" : GAP)
                    .append(columns.get(column).right() ? padding + text : text + padding);
        }
        return line.toString().stripTrailing();
    }
}
