package io.barograph.server.report;

import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.server.drawing.Ink;
import io.barograph.server.drawing.Sheet;
import io.barograph.server.drawing.TextStyle;
import io.barograph.server.drawing.TextStyle.Anchor;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The axis of volumes below a plot: a log2 scale growing to the right, with the budgets as its ticks.
 *
 * @param plot area of the plot in drawing units
 * @param asked budgets of the sweep
 * @param least volume ratio at the left edge
 * @param most volume ratio at the right edge
 */
record VolumeAxis(Rectangle2D plot, SortedSet<Double> asked, double least, double most) {
    static final String NAME = "volume as a fraction of the dense network (log scale)";

    private static final double SIDE = 1.32;
    private static final int MOST_BANDS = 14;
    private static final double LEAST_MET = 0.9;
    private static final TextStyle TICK = new TextStyle(18, false, Ink.TEXT, Anchor.MIDDLE);

    /** An axis that reaches all budgets and volumes of a sweep. */
    static VolumeAxis of(Rectangle2D plot, SweepReport report) {
        SortedSet<Double> asked = new TreeSet<>();
        double least = 1;
        for (TrialReport trial : report.trials()) {
            asked.add(trial.budget());
            least = Math.min(least, trial.budget());
            if (trial.volumeRatio() != null) {
                least = Math.min(least, trial.volumeRatio());
            }
        }
        return new VolumeAxis(plot, asked, least / SIDE, SIDE);
    }

    double x(double volumeRatio) {
        return plot.getX() + Math.log(volumeRatio / least) / Math.log(most / least) * plot.getWidth();
    }

    /** Shades the volumes that meet a budget, unless there are too many budgets to tell apart. */
    void drawBands(Sheet sheet) {
        if (asked.size() > MOST_BANDS) {
            return;
        }
        for (double budget : asked) {
            double from = x(budget * LEAST_MET);
            sheet.fill(new Rectangle2D.Double(from, plot.getY(), x(budget) - from, plot.getHeight()), Ink.BAND);
        }
    }

    /** Draws a grid line for each budget and the names of those that have room. */
    void drawTicks(Sheet sheet) {
        SortedSet<Double> budgets = new TreeSet<>(Collections.reverseOrder());
        budgets.add(1.0);
        budgets.addAll(asked);
        double bottom = plot.getMaxY();
        double freeUntil = Double.POSITIVE_INFINITY;
        for (double budget : budgets) {
            double x = x(budget);
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

    /** Draws the lower and the left edge of the plot. */
    void drawEdges(Sheet sheet) {
        Point2D corner = new Point2D.Double(plot.getX(), plot.getMaxY());
        sheet.line(corner, new Point2D.Double(plot.getMaxX(), plot.getMaxY()), Ink.AXIS, 1.4, 0);
        sheet.line(corner, new Point2D.Double(plot.getX(), plot.getY()), Ink.AXIS, 1.4, 0);
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
