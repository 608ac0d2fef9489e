package io.barograph.server.report;

import io.barograph.server.drawing.Ink;
import io.barograph.server.drawing.Labels;
import io.barograph.server.drawing.Sheet;
import io.barograph.server.drawing.TextStyle;
import io.barograph.server.drawing.TextStyle.Anchor;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The marks of a panel with their whiskers, the lines that join the front, and labels. */
final class LatencyMarks {
    private static final int CROWD = 80;
    private static final int MOST_LABELS = 12;
    private static final double CAP = 4;
    private static final double LABEL_GAP = 3;
    private static final TextStyle LABEL = new TextStyle(16, true, Ink.TEXT, Anchor.START);

    private final LatencyBatch batch;
    private final Sheet sheet;
    private final VolumeAxis volumes;
    private final LatencyScale scale;
    private final List<LatencySpot> spots;
    private final boolean crowded;
    private final double radius;
    private final Labels labels;

    /** @param spots in the order in which they are drawn, within a series by growing volume */
    LatencyMarks(LatencyBatch batch, Sheet sheet, VolumeAxis volumes, LatencyScale scale, List<LatencySpot> spots) {
        this.batch = batch;
        this.sheet = sheet;
        this.volumes = volumes;
        this.scale = scale;
        this.spots = spots;
        crowded = spots.size() > CROWD;
        radius = crowded ? 4.5 : 6;
        labels = new Labels(scale.plot());
    }

    void draw() {
        for (LatencySeries series : LatencySeries.values()) {
            join(series);
        }
        for (LatencySpot spot : spots) {
            Point2D at = at(spot);
            labels.keepFree(new Rectangle2D.Double(at.getX() - radius, at.getY() - radius, 2 * radius, 2 * radius));
            labels.keepFree(whisker(spot));
            sheet.described(describe(spot), () -> {
                drawWhisker(spot);
                spot.series().draw(sheet, at, radius, spot.onFront());
            });
        }
        for (LatencySeries series : LatencySeries.values()) {
            label(series);
        }
    }

    private void join(LatencySeries series) {
        List<Point2D> line = front(series).stream().map(this::at).toList();
        if (line.size() > 1) {
            sheet.polyline(line, series.ink().faint(), 1.6);
        }
        for (int i = 1; i < line.size(); i++) {
            labels.keepFree(new Line2D.Double(line.get(i - 1), line.get(i)));
        }
    }

    private void drawWhisker(LatencySpot spot) {
        Line2D line = whisker(spot);
        Ink ink = spot.onFront() ? spot.series().ink() : spot.series().ink().faint();
        sheet.line(line.getP1(), line.getP2(), ink, 1.4, 0);
        for (Point2D end : List.of(line.getP1(), line.getP2())) {
            double x = end.getX();
            double y = end.getY();
            if (!crowded && spot.onFront() && end.distance(at(spot)) > radius + 3) {
                sheet.line(new Point2D.Double(x - CAP, y), new Point2D.Double(x + CAP, y), ink, 1.4, 0);
            }
        }
    }

    /** Labels the medians of the front, the ends first, as far as there is room. */
    private void label(LatencySeries series) {
        List<LatencySpot> front = front(series);
        List<LatencySpot> named = new ArrayList<>(front);
        if (named.size() > MOST_LABELS) {
            named.removeIf(spot -> front.stream().anyMatch(other -> isBetter(other, spot)));
        }
        if (named.size() > 2) {
            Collections.swap(named, 1, named.size() - 1);
        }
        for (LatencySpot spot : named) {
            String text = LatencyScale.name(spot.latency().medianMillis());
            Point2D at = labels.place(at(spot), radius, LABEL.width(text) + 2 * LABEL_GAP, LABEL.size());
            if (at != null) {
                Point2D start = new Point2D.Double(at.getX() + LABEL_GAP, at.getY());
                sheet.text(start, text, new TextStyle(LABEL.size(), true, series.ink(), Anchor.START));
            }
        }
    }

    /** Whether a trial of the same budget is larger, and so, as both are on the front, more accurate. */
    private static boolean isBetter(LatencySpot other, LatencySpot spot) {
        return other.trial().budget() == spot.trial().budget() && other.volumeRatio() > spot.volumeRatio();
    }

    private List<LatencySpot> front(LatencySeries series) {
        return spots.stream()
                .filter(spot -> spot.onFront() && spot.series() == series)
                .toList();
    }

    /** Where a mark stands: at its volume, or a little beside it where it would hide that of the other series. */
    private Point2D at(LatencySpot spot) {
        double y = scale.y(spot.latency().medianMillis());
        double apart = Math.abs(y - scale.y(spot.other().medianMillis()));
        double shift = apart < 2 * radius ? radius * 0.9 : 0;
        double x = volumes.x(spot.volumeRatio());
        return new Point2D.Double(spot.series() == LatencySeries.ONNX ? x - shift : x + shift, y);
    }

    private Line2D whisker(LatencySpot spot) {
        double x = at(spot).getX();
        return new Line2D.Double(
                x,
                scale.y(spot.latency().lowMillis()),
                x,
                scale.y(spot.latency().highMillis()));
    }

    private String describe(LatencySpot spot) {
        return String.format(
                Locale.ROOT,
                "%s: budget %s, volume %.4f, %s, %s: median %.4g ms, quartiles %.4g to %.4g ms",
                spot.trial().trial(),
                VolumeAxis.name(spot.trial().budget()),
                spot.volumeRatio(),
                spot.series().words(),
                batch.words(),
                spot.latency().medianMillis(),
                spot.latency().lowMillis(),
                spot.latency().highMillis());
    }
}
