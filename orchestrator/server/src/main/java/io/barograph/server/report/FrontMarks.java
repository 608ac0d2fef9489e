package io.barograph.server.report;

import io.barograph.api.FrontPoint;
import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.server.drawing.Ink;
import io.barograph.server.drawing.Labels;
import io.barograph.server.drawing.Sheet;
import io.barograph.server.drawing.TextStyle;
import io.barograph.server.drawing.TextStyle.Anchor;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The trials in the plot: front line, marks and their labels. */
final class FrontMarks {
    private static final int CROWD = 40;
    private static final int MOST_LABELS = 12;
    private static final int MOST_OVER_LABELS = 6;
    private static final TextStyle LABEL = new TextStyle(18, true, Ink.TEXT, Anchor.START);

    private final SweepReport report;
    private final Sheet sheet;
    private final FrontScale scale;
    private final double radius;
    private final Labels labels;

    FrontMarks(SweepReport report, Sheet sheet, FrontScale scale) {
        this.report = report;
        this.sheet = sheet;
        this.scale = scale;
        radius = report.trials().size() <= CROWD ? 7 : 5;
        labels = new Labels(scale.plot());
    }

    void draw() {
        List<Spot> spots = new ArrayList<>();
        for (TrialReport trial : report.trials()) {
            FrontPoint point = trial.point();
            if (point != null) {
                spots.add(new Spot(trial, point, scale.at(point), scale.below(point), FrontMark.of(trial)));
            }
        }
        // Faint ones first, the front on top.
        spots.sort(Comparator.comparing(Spot::mark).reversed());
        if (spots.isEmpty()) {
            Point2D middle =
                    new Point2D.Double(scale.plot().getCenterX(), scale.plot().getCenterY());
            sheet.text(middle, "no trial has completed yet", new TextStyle(20, false, Ink.SOFT_TEXT, Anchor.MIDDLE));
            return;
        }
        frontLine(spots);
        labels.keepFree(new FrontLegend(sheet, scale.plot(), radius).draw(spots));
        spots.forEach(spot -> {
            double x = spot.at().getX();
            double y = spot.at().getY();
            labels.keepFree(new Rectangle2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
        });
        dense(spots);
        spots.forEach(spot -> sheet.described(describe(spot.trial()), () -> spot.draw(sheet, radius)));
        label(spots);
    }

    private void frontLine(List<Spot> spots) {
        List<Spot> front = spots.stream()
                .filter(spot -> spot.trial().onFront())
                .sorted(Comparator.comparingDouble(spot -> spot.point().volumeRatio()))
                .toList();
        if (front.isEmpty()) {
            return;
        }
        List<Point2D> stairs = new ArrayList<>();
        for (Spot spot : front) {
            if (!stairs.isEmpty()) {
                stairs.add(new Point2D.Double(
                        spot.at().getX(), stairs.get(stairs.size() - 1).getY()));
            }
            stairs.add(spot.at());
        }
        double right = scale.plot().getMaxX();
        double bottom = scale.plot().getMaxY();
        stairs.add(new Point2D.Double(right, stairs.get(stairs.size() - 1).getY()));
        List<Point2D> reached = new ArrayList<>(stairs);
        reached.add(new Point2D.Double(right, bottom));
        reached.add(new Point2D.Double(stairs.get(0).getX(), bottom));
        sheet.polygon(reached, Ink.REACHED, null, 0);
        sheet.polyline(stairs, Ink.FRONT, 2.5);
        for (int i = 1; i < stairs.size(); i++) {
            labels.keepFree(new Line2D.Double(stairs.get(i - 1), stairs.get(i)));
        }
    }

    /** A dashed line at the accuracy of the best dense trial. */
    private void dense(List<Spot> spots) {
        spots.stream()
                .filter(spot -> spot.point().volumeRatio() == 1)
                .max(Comparator.comparingDouble(spot -> spot.point().accuracy()))
                .ifPresent(best -> {
                    double y = best.at().getY();
                    Rectangle2D plot = scale.plot();
                    Line2D line = new Line2D.Double(plot.getX(), y, plot.getMaxX(), y);
                    sheet.line(line.getP1(), line.getP2(), Ink.SOFT_TEXT, 1.4, 6);
                    labels.keepFree(line);
                    TextStyle style = new TextStyle(17, false, Ink.SOFT_TEXT, Anchor.START);
                    String text = "dense network";
                    Rectangle2D area = new Rectangle2D.Double(plot.getX() + 10, y - 23, style.width(text), 20);
                    labels.keepFree(area);
                    sheet.text(new Point2D.Double(area.getX(), y - 8), text, style);
                });
    }

    private void label(List<Spot> spots) {
        List<Spot> named = new ArrayList<>(
                spots.stream().filter(spot -> spot.trial().onFront()).toList());
        if (named.size() > MOST_LABELS) {
            named.removeIf(spot -> spots.stream()
                    .anyMatch(other -> other.trial().onFront()
                            && other.trial().budget() == spot.trial().budget()
                            && other.point().accuracy() > spot.point().accuracy()));
        }
        List<Spot> over =
                spots.stream().filter(spot -> spot.mark() == FrontMark.OVER).toList();
        if (over.size() <= MOST_OVER_LABELS) {
            named.addAll(over);
        }
        named.removeIf(spot -> spot.below());
        named.sort(Comparator.comparing(Spot::mark)
                .thenComparing(spot -> spot.point().volumeRatio()));
        for (Spot spot : named) {
            String text = String.format(Locale.ROOT, "%.1f", spot.point().accuracy() * 100);
            Ink ink = Ink.TEXT;
            if (spot.mark() == FrontMark.UNDER_FRONT) {
                text += " UNDER";
                ink = Ink.UNDER;
            } else if (spot.mark() == FrontMark.OVER) {
                text += " OVER";
                ink = Ink.OVER;
            }
            Point2D at = labels.place(spot.at(), radius, LABEL.width(text), LABEL.size());
            if (at != null) {
                sheet.text(at, text, new TextStyle(LABEL.size(), true, ink, Anchor.START));
            }
        }
    }

    private static String describe(TrialReport trial) {
        return String.format(
                Locale.ROOT,
                "%s: budget %s, volume %.4f (%s), validation %.2f %%, test %s, parameters %s, seed %d",
                trial.trial(),
                VolumeAxis.name(trial.budget()),
                trial.volumeRatio(),
                trial.status(),
                Objects.requireNonNull(trial.validationAccuracy()) * 100,
                trial.testAccuracy() == null
                        ? "none"
                        : String.format(Locale.ROOT, "%.2f %%", trial.testAccuracy() * 100),
                trial.parameters(),
                trial.seed());
    }
}
