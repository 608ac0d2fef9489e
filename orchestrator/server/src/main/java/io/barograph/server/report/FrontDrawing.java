package io.barograph.server.report;

import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.api.TrialState;
import io.barograph.server.report.TextStyle.Anchor;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One drawing of a front on one sheet. */
final class FrontDrawing {
    private static final double TOP = 92;
    private static final double LEFT = 92;
    private static final double RIGHT = 34;
    private static final double BOTTOM = 88;
    private static final int MOST_TICKS = 14;
    private static final double LEAST_MET = 0.9;
    private static final TextStyle TITLE = new TextStyle(25, true, Ink.TEXT, Anchor.START);
    private static final TextStyle SUBTITLE = new TextStyle(17, false, Ink.SOFT_TEXT, Anchor.START);
    private static final TextStyle AXIS = new TextStyle(18, false, Ink.SOFT_TEXT, Anchor.MIDDLE);
    private static final TextStyle TICK = new TextStyle(18, false, Ink.TEXT, Anchor.MIDDLE);

    private final SweepReport report;
    private final Sheet sheet;
    private final double width;
    private final double height;
    private final Rectangle2D plot;
    private final FrontScale scale;
    private final FrontMarks marks;

    FrontDrawing(SweepReport report, Sheet sheet, double width, double height) {
        this.report = report;
        this.sheet = sheet;
        this.width = width;
        this.height = height;
        plot = new Rectangle2D.Double(LEFT, TOP, width - LEFT - RIGHT, height - TOP - BOTTOM);
        scale = FrontScale.of(plot, report);
        marks = new FrontMarks(report, sheet, scale);
    }

    void draw() {
        sheet.fill(new Rectangle2D.Double(0, 0, width, height), Ink.PAPER);
        head();
        budgets();
        accuracies();
        marks.draw();
        axisNames();
    }

    private void head() {
        sheet.text(new Point2D.Double(24, 40), report.sweep(), TITLE);
        long done = report.trials().stream()
                .filter(trial -> trial.state() == TrialState.COMPLETED)
                .count();
        String text = String.format(
                Locale.ROOT,
                "%d of %d trials completed \u00b7 %d on the front \u00b7 hypervolume %.3f",
                done,
                report.trials().size(),
                report.points().size(),
                report.hypervolume());
        sheet.text(new Point2D.Double(24, 66), text, SUBTITLE);
    }

    private void budgets() {
        Set<Double> asked = report.trials().stream().map(TrialReport::budget).collect(Collectors.toSet());
        List<Double> budgets = Stream.concat(
                        Stream.of(1.0), report.trials().stream().map(TrialReport::budget))
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
        double bottom = plot.getMaxY();
        double freeUntil = width;
        for (double budget : budgets) {
            double x = scale.x(budget);
            if (budgets.size() <= MOST_TICKS && asked.contains(budget)) {
                double from = scale.x(budget * LEAST_MET);
                sheet.fill(new Rectangle2D.Double(from, plot.getY(), x - from, plot.getHeight()), Ink.BAND);
            }
            sheet.line(new Point2D.Double(x, plot.getY()), new Point2D.Double(x, bottom), Ink.GRID, 1, 0);
            String name = name(budget);
            double half = TICK.width(name) / 2;
            if (x + half < freeUntil) {
                sheet.line(new Point2D.Double(x, bottom), new Point2D.Double(x, bottom + 6), Ink.AXIS, 1.2, 0);
                sheet.text(new Point2D.Double(x, bottom + 25), name, TICK);
                freeUntil = x - half - 8;
            }
        }
    }

    private void accuracies() {
        TextStyle style = new TextStyle(TICK.size(), false, Ink.TEXT, Anchor.END);
        List<Double> ticks = scale.accuracyTicks();
        boolean whole = ticks.stream().allMatch(tick -> Math.abs(tick * 100 - Math.rint(tick * 100)) < 1e-6);
        for (double tick : ticks) {
            double y = scale.y(tick);
            sheet.line(new Point2D.Double(plot.getX(), y), new Point2D.Double(plot.getMaxX(), y), Ink.GRID, 1, 0);
            String text = String.format(Locale.ROOT, whole ? "%.0f" : "%.1f", tick * 100);
            sheet.text(new Point2D.Double(plot.getX() - 10, y + 6), text, style);
        }
        Point2D corner = new Point2D.Double(plot.getX(), plot.getMaxY());
        sheet.line(corner, new Point2D.Double(plot.getMaxX(), plot.getMaxY()), Ink.AXIS, 1.4, 0);
        sheet.line(corner, new Point2D.Double(plot.getX(), plot.getY()), Ink.AXIS, 1.4, 0);
    }

    private void axisNames() {
        sheet.text(
                new Point2D.Double(plot.getCenterX(), height - 20),
                "volume as a fraction of the dense network (log scale)",
                AXIS);
        sheet.uprightText(new Point2D.Double(30, plot.getCenterY()), "validation accuracy, %", AXIS);
    }

    /** {@code 1/8} where that is exact, else a decimal. */
    static String name(double budget) {
        double inverse = 1 / budget;
        if (Math.abs(inverse - Math.rint(inverse)) < 1e-9) {
            return inverse < 1.5 ? "1" : "1/" + Math.round(inverse);
        }
        return String.format(Locale.ROOT, "%.3f", budget).replaceFirst("0+$", "");
    }
}
