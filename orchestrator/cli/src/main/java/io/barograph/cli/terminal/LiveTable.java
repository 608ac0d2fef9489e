package io.barograph.cli.terminal;

import io.barograph.api.BudgetStatus;
import io.barograph.api.Phase;
import io.barograph.api.TrialState;
import io.barograph.cli.terminal.TextTable.Cell;
import io.barograph.cli.terminal.TextTable.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** A running sweep as lines that fit a terminal. */
public final class LiveTable {
    private static final String MARGIN = "  ";
    private static final int WIDEST = 120;
    private static final int FRAME_LINES = 6;
    private static final int NARROW_BAR = 12;
    private static final int WIDE_BAR = 24;
    private static final int WIDE = 100;
    private static final int SHORTEST_TABLE = 1;
    private static final int SHORTEST_BAR = 5;
    private static final int LONGEST_NOTE = 40;

    private final boolean colours;
    private final String hint;

    /** @param hint what can be done meanwhile */
    public LiveTable(boolean colours, String hint) {
        this.colours = colours;
        this.hint = hint;
    }

    /** At most {@code height} lines, each at most {@code width} characters wide. */
    public List<String> render(SweepScreen screen, int width, int height) {
        List<String> lines = body(screen, width, height - 1);
        lines.add(MARGIN + dim(fit(hint(screen), room(width))));
        return lines;
    }

    /** The same without a hint at the keys: what is left when nobody listens to them any more. */
    public List<String> renderLast(SweepScreen screen, int width, int height) {
        return body(screen, width, height);
    }

    private List<String> body(SweepScreen screen, int width, int height) {
        int room = room(width);
        List<String> lines = new ArrayList<>();
        lines.add(heading(screen, room + MARGIN.length()));
        lines.add("");
        List<TrialRow> shown = mostInteresting(screen.rows(), Math.max(SHORTEST_TABLE, height - FRAME_LINES));
        for (String line : table(screen, shown, room)) {
            lines.add(MARGIN + line);
        }
        if (shown.size() < screen.rows().size()) {
            lines.add(MARGIN + dim(fit("and " + others(screen, shown), room)));
        }
        lines.add("");
        lines.add(MARGIN + progress(screen, room));
        return new ArrayList<>(lines.subList(0, Math.min(lines.size(), height)));
    }

    private String heading(SweepScreen screen, int room) {
        String name = fit(screen.spec().name(), room - "0:00:00 ".length());
        String clock = Figures.clock(screen.elapsed());
        String about = "  " + screen.spec().dataset().name().id() + ", " + screen.network();
        int space = room - name.length() - clock.length() - 1;
        String fitting = about.length() <= space ? about : "";
        return Style.BOLD.paint(name, colours)
                + dim(fitting)
                + " ".repeat(Math.max(1, room - name.length() - fitting.length() - clock.length()))
                + clock;
    }

    private List<String> table(SweepScreen screen, List<TrialRow> rows, int room) {
        int bar = room >= WIDE ? WIDE_BAR : NARROW_BAR;
        TextTable table = new TextTable(List.of(
                Column.left("TRIAL", 9),
                Column.left("BUDGET", 10),
                Column.left("SEED", 3),
                Column.left("PARAMETERS", 2),
                Column.left("PHASE", 8).atLeast("✓ on the front".length()),
                Column.right("EPOCH", 6).atLeast("10/10".length()),
                Column.right("ACCURACY", 7).atLeast("99.99 %".length()),
                Column.right("VOLUME", 7).atLeast("1.0000".length()),
                Column.left("", 4).atLeast(bar),
                Column.right("LEFT", 5).atLeast("10:00".length())));
        boolean manySeeds = screen.spec().search().seeds().size() > 1;
        for (TrialRow row : rows) {
            table.add(List.of(
                    new Cell(row.trial(), row.state() == TrialState.WAITING ? Style.DIM : Style.PLAIN),
                    new Cell(Figures.budget(row.budget()), Style.BOLD),
                    Cell.of(manySeeds ? String.valueOf(row.seed()) : ""),
                    new Cell(parameters(row.search()), Style.DIM),
                    phase(row),
                    Cell.of(row.epochOfPhase()),
                    Cell.of(Figures.percent(row.accuracy())),
                    new Cell(Figures.ratio(row.volumeRatio()), volumeStyle(row)),
                    volumeBar(row, bar),
                    Cell.of(row.ended() || row.secondsLeft() == null ? "" : Figures.clock(row.secondsLeft()))));
        }
        return table.render(room, colours);
    }

    static String parameters(SortedMap<String, Object> search) {
        return search.entrySet().stream()
                .map(entry ->
                        entry.getKey().substring(entry.getKey().lastIndexOf('.') + 1) + "=" + number(entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String number(Object value) {
        return value instanceof Double fraction
                ? String.format(Locale.ROOT, "%.4g", fraction).replaceFirst("(\\.\\d*?)0+(e|$)", "$1$2")
                : value.toString();
    }

    private static Cell volumeBar(TrialRow row, int width) {
        Double volume = row.volumeRatio();
        if (row.note() != null && volume == null) {
            return new Cell(fit(row.note(), LONGEST_NOTE), Style.DIM);
        }
        return volume == null ? Cell.of("") : new Cell(VolumeBar.of(volume, row.budget(), width), volumeStyle(row));
    }

    private static Style volumeStyle(TrialRow row) {
        BudgetStatus status = row.status();
        if (status == null) {
            return Style.CYAN;
        }
        return switch (status) {
            case MET -> Style.GREEN;
            case UNDER -> Style.YELLOW;
            case OVER -> Style.RED;
        };
    }

    private static Cell phase(TrialRow row) {
        return switch (row.state()) {
            case WAITING -> new Cell("waiting", Style.DIM);
            case RUNNING -> new Cell(row.phase() == null ? "starting" : words(row.phase()), Style.CYAN);
            case COMPLETED -> completed(row);
            case STOPPED_EARLY -> new Cell("stopped early", Style.YELLOW);
            case FAILED -> new Cell("✗ failed", Style.RED);
            case CANCELLED -> new Cell("cancelled", Style.DIM);
        };
    }

    private static Cell completed(TrialRow row) {
        if (row.status() == BudgetStatus.OVER) {
            return new Cell("✓ over budget", Style.RED);
        }
        return new Cell(row.onFront() ? "✓ on the front" : "✓ done", Style.GREEN);
    }

    static String words(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The running ones, then the latest that ended, then the next that wait; in the order of the sweep. */
    private static List<TrialRow> mostInteresting(List<TrialRow> rows, int count) {
        if (rows.size() <= count) {
            return rows;
        }
        List<TrialRow> running =
                rows.stream().filter(r -> r.state() == TrialState.RUNNING).toList();
        List<TrialRow> waiting =
                rows.stream().filter(r -> r.state() == TrialState.WAITING).toList();
        List<TrialRow> ended = rows.stream().filter(TrialRow::ended).toList();
        List<TrialRow> chosen = new ArrayList<>(running.subList(0, Math.min(count, running.size())));
        int next =
                Math.min(waiting.size(), Math.max((count - chosen.size()) / 3, count - chosen.size() - ended.size()));
        chosen.addAll(waiting.subList(0, next));
        int latest = Math.min(ended.size(), count - chosen.size());
        chosen.addAll(ended.subList(ended.size() - latest, ended.size()));
        chosen.sort(Comparator.comparingInt(TrialRow::index));
        return chosen;
    }

    private static String others(SweepScreen screen, List<TrialRow> shown) {
        Set<String> names = shown.stream().map(TrialRow::trial).collect(Collectors.toSet());
        List<TrialRow> hidden = screen.rows().stream()
                .filter(row -> !names.contains(row.trial()))
                .toList();
        long ended = hidden.stream().filter(TrialRow::ended).count();
        long waiting = hidden.size() - ended;
        return ended == 0
                ? waiting + " more"
                : waiting == 0 ? ended + " ended" : ended + " ended, " + waiting + " more";
    }

    private String progress(SweepScreen screen, int room) {
        StringBuilder text = new StringBuilder()
                .append(String.format(Locale.ROOT, " %3.0f %%  ", Math.floor(100 * screen.done())))
                .append(screen.ended())
                .append(" of ")
                .append(screen.rows().size())
                .append(" trials");
        long failed = screen.count(TrialState.FAILED);
        if (failed > 0) {
            text.append(", ").append(failed).append(" failed");
        }
        if (screen.hypervolume() != null && screen.hypervolume() > 0) {
            text.append(String.format(Locale.ROOT, ", hypervolume %.3f", screen.hypervolume()));
        }
        if (screen.secondsLeft() != null) {
            text.append(", ").append(Figures.clock(screen.secondsLeft())).append(" left");
        }
        int bar = room - text.length();
        return bar < SHORTEST_BAR
                ? fit(text.toString().strip(), room)
                : Style.CYAN.paint(VolumeBar.progress(screen.done(), bar), colours) + text;
    }

    private String hint(SweepScreen screen) {
        return screen.stopping() ? "Stopping at a checkpoint. Ctrl-C again leaves at once." : hint;
    }

    /** Characters of a line after the margin; the last column of a terminal stays free. */
    private static int room(int width) {
        return Math.min(WIDEST, width) - 1 - MARGIN.length();
    }

    private static String fit(String text, int room) {
        return text.length() <= room ? text : text.substring(0, room - 1) + "…";
    }

    private String dim(String text) {
        return Style.DIM.paint(text, colours);
    }
}
