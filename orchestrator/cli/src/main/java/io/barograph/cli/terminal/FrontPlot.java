package io.barograph.cli.terminal;

import io.barograph.api.BudgetStatus;
import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Accuracy against volume (logarithmic) in characters: points on the front, off it and over budget. */
public final class FrontPlot {
    private static final int HEIGHT = 9;
    private static final int AXIS_WIDTH = 10;
    private static final int LEAST_WIDTH = 60;
    private static final int WIDEST = 80;
    private static final String VOLUME_TITLE = "  volume";
    private static final double LEAST_SPAN = 0.01;
    private static final double ALMOST = 0.16; // volumes a little under a budget need no further halving
    private static final double[] ROUND_STEPS = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5};

    private final List<TrialReport> points;
    private final boolean colours;
    private final int width;
    private final double step;
    private final double low;
    private final double high;
    private final int halvings;

    private FrontPlot(List<TrialReport> points, int width, boolean colours) {
        this.points = points;
        this.colours = colours;
        this.width = Math.min(WIDEST, width) - AXIS_WIDTH - VOLUME_TITLE.length();
        double least = points.stream().mapToDouble(FrontPlot::accuracy).min().orElse(0);
        double most = points.stream().mapToDouble(FrontPlot::accuracy).max().orElse(1);
        double span = Math.max(LEAST_SPAN, most - least);
        double found = ROUND_STEPS[ROUND_STEPS.length - 1];
        for (int i = ROUND_STEPS.length - 1; i >= 0 && ROUND_STEPS[i] >= span / 4; i--) {
            found = ROUND_STEPS[i];
        }
        step = found;
        low = Math.floor(least / step + 1e-9) * step;
        high = Math.max(low + step, Math.ceil(most / step - 1e-9) * step);
        double smallest = points.stream().mapToDouble(FrontPlot::volume).min().orElse(1);
        halvings = Math.max(1, (int) Math.ceil(-Math.log(smallest) / Math.log(2) - ALMOST));
    }

    /** The plot as lines at most {@code width} wide; empty without a measured trial. */
    public static List<String> render(SweepReport report, int width, boolean colours) {
        List<TrialReport> measured =
                report.trials().stream().filter(trial -> trial.point() != null).toList();
        return measured.isEmpty() || width < LEAST_WIDTH ? List.of() : new FrontPlot(measured, width, colours).lines();
    }

    private List<String> lines() {
        String[][] canvas = new String[HEIGHT][width];
        for (String[] row : canvas) {
            Arrays.fill(row, " ");
        }
        points.stream().filter(trial -> !trial.onFront()).forEach(trial -> put(canvas, trial));
        points.stream().filter(TrialReport::onFront).forEach(trial -> put(canvas, trial));
        List<String> lines = new ArrayList<>();
        lines.add(Style.DIM.paint("validation accuracy", colours));
        for (int row = 0; row < HEIGHT; row++) {
            String label = label(row);
            lines.add(Style.DIM.paint(label + (label.isBlank() ? "│" : "┤"), colours)
                    + String.join("", canvas[row]).stripTrailing());
        }
        lines.add(Style.DIM.paint(" ".repeat(AXIS_WIDTH - 2) + "└" + axis(), colours));
        lines.add(Style.DIM.paint(" ".repeat(AXIS_WIDTH - 1) + volumes(), colours));
        lines.add(legend());
        return lines;
    }

    private void put(String[][] canvas, TrialReport trial) {
        canvas[row(accuracy(trial))][column(volume(trial))] = mark(trial);
    }

    private String mark(TrialReport trial) {
        if (trial.onFront()) {
            return Style.GREEN.paint("●", colours);
        }
        return trial.status() == BudgetStatus.OVER ? Style.RED.paint("×", colours) : Style.DIM.paint("○", colours);
    }

    private String legend() {
        StringBuilder legend = new StringBuilder(" ".repeat(AXIS_WIDTH - 1));
        legend.append(Style.GREEN.paint("●", colours)).append(" on the front");
        if (points.stream().anyMatch(trial -> !trial.onFront() && trial.status() != BudgetStatus.OVER)) {
            legend.append("   ").append(Style.DIM.paint("○", colours)).append(" dominated");
        }
        if (points.stream().anyMatch(trial -> trial.status() == BudgetStatus.OVER)) {
            legend.append("   ").append(Style.RED.paint("×", colours)).append(" over budget");
        }
        return legend.toString();
    }

    private int row(double accuracy) {
        return (int) Math.round((HEIGHT - 1) * (high - accuracy) / (high - low));
    }

    private int column(double volume) {
        double halved = -Math.log(volume) / Math.log(2);
        return (int) Math.round((width - 1) * (1 - Math.min(1, halved / halvings)));
    }

    private String label(int row) {
        for (double tick = low; tick <= high + step / 2; tick += step) {
            if (row(Math.min(high, tick)) == row) {
                return String.format(Locale.ROOT, "%" + (AXIS_WIDTH - 5) + ".1f %% ", 100 * tick);
            }
        }
        return " ".repeat(AXIS_WIDTH - 2);
    }

    private String axis() {
        StringBuilder axis = new StringBuilder("─".repeat(width));
        for (int halved = 0; halved <= halvings; halved++) {
            axis.setCharAt(column(Math.pow(2, -halved)), '┴');
        }
        return axis.toString();
    }

    private String volumes() {
        StringBuilder line = new StringBuilder(" ".repeat(width + AXIS_WIDTH));
        int free = line.length();
        for (int halved = 0; halved <= halvings; halved++) {
            String label = Figures.budget(Math.pow(2, -halved));
            int start = Math.max(0, column(Math.pow(2, -halved)) - label.length() / 2);
            if (start + label.length() < free) {
                line.replace(start, start + label.length(), label);
                free = start - 1;
            }
        }
        return line.toString().stripTrailing() + VOLUME_TITLE;
    }

    private static double accuracy(TrialReport trial) {
        Double accuracy = trial.validationAccuracy();
        return accuracy == null ? 0 : accuracy;
    }

    private static double volume(TrialReport trial) {
        Double volume = trial.volumeRatio();
        return volume == null ? 1 : volume;
    }
}
