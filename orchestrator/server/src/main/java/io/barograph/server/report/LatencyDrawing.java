package io.barograph.server.report;

import io.barograph.api.SweepReport;
import io.barograph.server.drawing.Head;
import io.barograph.server.drawing.Ink;
import io.barograph.server.drawing.Sheet;
import io.barograph.server.drawing.TextStyle;
import io.barograph.server.drawing.TextStyle.Anchor;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;

/** One drawing of a sweep's latencies on one sheet: a panel for one image beside a panel for 64. */
final class LatencyDrawing {
    private static final double TOP = Head.HEIGHT + 74;
    private static final double LEFT = 92;
    private static final double BETWEEN = 86;
    private static final double RIGHT = 34;
    private static final double BOTTOM = 88;
    private static final double LEGEND_RADIUS = 6;
    private static final TextStyle AXIS = new TextStyle(18, false, Ink.SOFT_TEXT, Anchor.MIDDLE);
    private static final TextStyle LEGEND = new TextStyle(17, false, Ink.TEXT, Anchor.START);

    private final SweepReport report;
    private final Sheet sheet;
    private final double width;
    private final double height;

    LatencyDrawing(SweepReport report, Sheet sheet, double width, double height) {
        this.report = report;
        this.sheet = sheet;
        this.width = width;
        this.height = height;
    }

    void draw() {
        Head.draw(
                sheet,
                width,
                height,
                report.sweep(),
                "latency: median and quartiles, on the worker that trained the trial");
        legend();
        double each = (width - LEFT - BETWEEN - RIGHT) / 2;
        double x = LEFT;
        for (LatencyBatch batch : LatencyBatch.values()) {
            Rectangle2D plot = new Rectangle2D.Double(x, TOP, each, height - TOP - BOTTOM);
            new LatencyPanel(report, batch, sheet, plot).draw();
            x += each + BETWEEN;
        }
        double middle = LEFT + (width - LEFT - RIGHT) / 2;
        sheet.text(new Point2D.Double(middle, height - 20), VolumeAxis.NAME, AXIS);
        sheet.uprightText(new Point2D.Double(30, (TOP + height - BOTTOM) / 2), "milliseconds (log scale)", AXIS);
    }

    private void legend() {
        double y = Head.HEIGHT + 20;
        double x = 32;
        for (LatencySeries series : LatencySeries.values()) {
            series.draw(sheet, new Point2D.Double(x, y), LEGEND_RADIUS, true);
            x = word(x + 15, y, series.words());
        }
        boolean others = report.trials().stream().anyMatch(trial -> trial.latency() != null && !trial.onFront());
        if (others) {
            for (LatencySeries series : LatencySeries.values()) {
                series.draw(sheet, new Point2D.Double(x, y), LEGEND_RADIUS, false);
                x += 16;
            }
            word(x, y, "not on the front");
        }
    }

    /** Writes a word of the legend and returns where the next mark stands. */
    private double word(double x, double y, String text) {
        sheet.text(new Point2D.Double(x, y + 6), text, LEGEND);
        return x + LEGEND.width(text) + 34;
    }
}
