package io.barograph.server.report;

import io.barograph.api.SweepReport;
import io.barograph.api.TrialState;
import io.barograph.server.drawing.Head;
import io.barograph.server.drawing.Ink;
import io.barograph.server.drawing.Sheet;
import io.barograph.server.drawing.TextStyle;
import io.barograph.server.drawing.TextStyle.Anchor;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;

/** One drawing of a front on one sheet. */
final class FrontDrawing {
    private static final double TOP = 92;
    private static final double LEFT = 92;
    private static final double RIGHT = 34;
    private static final double BOTTOM = 88;
    private static final TextStyle AXIS = new TextStyle(18, false, Ink.SOFT_TEXT, Anchor.MIDDLE);
    private static final TextStyle TICK = new TextStyle(18, false, Ink.TEXT, Anchor.END);

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
        Head.draw(sheet, width, height, report.sweep(), subtitle());
        scale.volumes().drawBands(sheet);
        scale.volumes().drawTicks(sheet);
        accuracies();
        scale.volumes().drawEdges(sheet);
        marks.draw();
        axisNames();
    }

    private String subtitle() {
        long done = report.trials().stream()
                .filter(trial -> trial.state() == TrialState.COMPLETED)
                .count();
        return String.format(
                Locale.ROOT,
                "%d of %d trials completed \u00b7 %d on the front \u00b7 hypervolume %.3f",
                done,
                report.trials().size(),
                report.points().size(),
                report.hypervolume());
    }

    private void accuracies() {
        List<Double> ticks = scale.accuracyTicks();
        boolean whole = ticks.stream().allMatch(tick -> Math.abs(tick * 100 - Math.rint(tick * 100)) < 1e-6);
        for (double tick : ticks) {
            double y = scale.y(tick);
            sheet.line(new Point2D.Double(plot.getX(), y), new Point2D.Double(plot.getMaxX(), y), Ink.GRID, 1, 0);
            String text = String.format(Locale.ROOT, whole ? "%.0f" : "%.1f", tick * 100);
            sheet.text(new Point2D.Double(plot.getX() - 10, y + 6), text, TICK);
        }
    }

    private void axisNames() {
        sheet.text(new Point2D.Double(plot.getCenterX(), height - 20), VolumeAxis.NAME, AXIS);
        sheet.uprightText(new Point2D.Double(30, plot.getCenterY()), "validation accuracy, %", AXIS);
    }
}
