package io.barograph.server.report;

import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.server.drawing.Ink;
import io.barograph.server.drawing.Sheet;
import io.barograph.server.drawing.TextStyle;
import io.barograph.server.drawing.TextStyle.Anchor;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The latencies of a sweep's networks for one number of images. */
final class LatencyPanel {
    private static final double ROOM_FOR_TICKS = 44;
    private static final TextStyle TITLE = new TextStyle(19, true, Ink.TEXT, Anchor.START);
    private static final TextStyle TICK = new TextStyle(18, false, Ink.TEXT, Anchor.END);
    private static final TextStyle NOTHING = new TextStyle(20, false, Ink.SOFT_TEXT, Anchor.MIDDLE);

    private final SweepReport report;
    private final LatencyBatch batch;
    private final Sheet sheet;
    private final Rectangle2D plot;

    LatencyPanel(SweepReport report, LatencyBatch batch, Sheet sheet, Rectangle2D plot) {
        this.report = report;
        this.batch = batch;
        this.sheet = sheet;
        this.plot = plot;
    }

    void draw() {
        List<LatencySpot> spots = spots();
        LatencyScale scale =
                LatencyScale.of(plot, spots.stream().map(LatencySpot::latency).toList());
        VolumeAxis volumes = VolumeAxis.of(plot, report);
        sheet.text(new Point2D.Double(plot.getX(), plot.getY() - 14), batch.words(), TITLE);
        volumes.drawTicks(sheet);
        if (!spots.isEmpty()) {
            drawTicks(scale);
        }
        volumes.drawEdges(sheet);
        if (spots.isEmpty()) {
            sheet.text(new Point2D.Double(plot.getCenterX(), plot.getCenterY()), "no trial has a latency", NOTHING);
        } else {
            new LatencyMarks(batch, sheet, volumes, scale, spots).draw();
        }
    }

    /** Faint ones first, the front on top, ONNX Runtime above DeepLearning4J. */
    private List<LatencySpot> spots() {
        List<LatencySpot> spots = new ArrayList<>();
        for (TrialReport trial : report.trials()) {
            if (trial.latency() != null && trial.volumeRatio() != null) {
                for (LatencySeries series : LatencySeries.values()) {
                    spots.add(LatencySpot.of(trial, trial.volumeRatio(), series, trial.latency(), batch));
                }
            }
        }
        spots.sort(Comparator.comparing(LatencySpot::onFront)
                .thenComparing(LatencySpot::series, Comparator.reverseOrder())
                .thenComparing(LatencySpot::volumeRatio));
        return spots;
    }

    private void drawTicks(LatencyScale scale) {
        for (double tick : scale.ticks()) {
            double y = scale.y(tick);
            sheet.line(new Point2D.Double(plot.getX(), y), new Point2D.Double(plot.getMaxX(), y), Ink.GRID, 1, 0);
            String text = BigDecimal.valueOf(tick).stripTrailingZeros().toPlainString();
            sheet.text(new Point2D.Double(plot.getX() - 10, y + 6), text, TICK.fitting(text, ROOM_FOR_TICKS));
        }
    }
}
