package io.barograph.server.report;

import io.barograph.api.BudgetStatus;
import io.barograph.api.FrontPoint;
import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.server.report.TextStyle.Anchor;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** The trials in the plot: front line, marks, their labels and the legend. */
final class FrontMarks {
    private static final int CROWD = 40;
    private static final int MOST_LABELS = 12;
    private static final int MOST_OVER_LABELS = 6;
    private static final TextStyle LABEL = new TextStyle(18, true, Ink.TEXT, Anchor.START);
    private static final double LEGEND_LINE = 25;
    /** Some viewers of SVG ignore the set length of a text and take a wider font. */
    private static final double WIDER_FONT = 1.13;

    private static final String BAND = "volumes that meet a budget";
    private static final TextStyle LEGEND = new TextStyle(17, false, Ink.TEXT, Anchor.START);

    private final SweepReport report;
    private final Sheet sheet;
    private final FrontScale scale;
    private final double radius;
    private final Labels labels;

    /** How a trial is marked. */
    private enum Kind {
        FRONT("on the front"),
        UNDER_FRONT("on the front, UNDER its budget"),
        DOMINATED("dominated"),
        OVER("OVER its budget");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        static Kind of(TrialReport trial) {
            if (trial.status() == BudgetStatus.OVER) {
                return OVER;
            }
            if (!trial.onFront()) {
                return DOMINATED;
            }
            return trial.status() == BudgetStatus.UNDER ? UNDER_FRONT : FRONT;
        }
    }

    private record Spot(TrialReport trial, FrontPoint point, Point2D at, Kind kind) {}

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
                spots.add(new Spot(trial, point, scale.at(point), Kind.of(trial)));
            }
        }
        // Faint ones first, the front on top.
        spots.sort(Comparator.comparing(Spot::kind).reversed());
        if (spots.isEmpty()) {
            Point2D middle =
                    new Point2D.Double(scale.plot().getCenterX(), scale.plot().getCenterY());
            sheet.text(middle, "no trial has completed yet", new TextStyle(20, false, Ink.SOFT_TEXT, Anchor.MIDDLE));
            return;
        }
        frontLine(spots);
        legend(spots);
        spots.forEach(spot -> {
            double x = spot.at().getX();
            double y = spot.at().getY();
            labels.keepFree(new Rectangle2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
        });
        dense(spots);
        spots.forEach(
                spot -> sheet.described(describe(spot.trial()), () -> mark(spot.at(), spot.kind(), spot.point())));
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

    private void mark(Point2D at, Kind kind, FrontPoint point) {
        if (scale.below(point)) {
            sheet.polygon(triangle(at, radius * 0.8, 1), kind == Kind.OVER ? Ink.OVER : Ink.FAINT, null, 0);
            return;
        }
        switch (kind) {
            case FRONT -> sheet.disc(at, radius, Ink.FRONT, Ink.PAPER, 2);
            case UNDER_FRONT -> sheet.disc(at, radius - 1, Ink.PAPER, Ink.UNDER, 3);
            case DOMINATED -> sheet.disc(at, radius * 0.75, Ink.PAPER, Ink.FAINT, 1.8);
            case OVER -> sheet.polygon(triangle(at, radius, -1), Ink.OVER, Ink.PAPER, 1);
        }
    }

    private static List<Point2D> triangle(Point2D at, double size, int down) {
        double x = at.getX();
        double y = at.getY();
        return List.of(
                new Point2D.Double(x, y + down * size),
                new Point2D.Double(x - size, y - down * size * 0.8),
                new Point2D.Double(x + size, y - down * size * 0.8));
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
                spots.stream().filter(spot -> spot.kind() == Kind.OVER).toList();
        if (over.size() <= MOST_OVER_LABELS) {
            named.addAll(over);
        }
        named.removeIf(spot -> scale.below(spot.point()));
        named.sort(Comparator.comparing(Spot::kind)
                .thenComparing(spot -> spot.point().volumeRatio()));
        for (Spot spot : named) {
            String text = String.format(Locale.ROOT, "%.1f", spot.point().accuracy() * 100);
            Ink ink = Ink.TEXT;
            if (spot.kind() == Kind.UNDER_FRONT) {
                text += " UNDER";
                ink = Ink.UNDER;
            } else if (spot.kind() == Kind.OVER) {
                text += " OVER";
                ink = Ink.OVER;
            }
            Point2D at = labels.place(spot.at(), radius, LABEL.width(text), LABEL.size());
            if (at != null) {
                sheet.text(at, text, new TextStyle(LABEL.size(), true, ink, Anchor.START));
            }
        }
    }

    private void legend(List<Spot> spots) {
        List<Kind> kinds = spots.stream().map(Spot::kind).distinct().sorted().toList();
        double widest = kinds.stream()
                .mapToDouble(kind -> LEGEND.width(kind.words))
                .max()
                .orElse(0);
        widest = Math.max(widest, LEGEND.width(BAND));
        Rectangle2D box = legendBox(spots, widest * WIDER_FONT + 46, (kinds.size() + 1) * LEGEND_LINE + 12);
        labels.keepFree(box);
        sheet.polygon(corners(box), Ink.PAPER, Ink.GRID, 1);
        double x = box.getX() + 18;
        double y = box.getY() + 18;
        for (Kind kind : kinds) {
            mark(new Point2D.Double(x, y), kind, new FrontPoint("legend", 1, 1, scale.highest()));
            sheet.text(new Point2D.Double(x + 18, y + 6), kind.words, LEGEND);
            y += LEGEND_LINE;
        }
        sheet.fill(new Rectangle2D.Double(x - 8, y - 8, 16, 16), Ink.BAND);
        sheet.line(new Point2D.Double(x + 8, y - 8), new Point2D.Double(x + 8, y + 8), Ink.AXIS, 1, 0);
        sheet.text(new Point2D.Double(x + 18, y + 6), BAND, LEGEND);
    }

    /** In the lower right corner, which the front leaves free, or where fewer marks lie. */
    private Rectangle2D legendBox(List<Spot> spots, double width, double height) {
        Rectangle2D plot = scale.plot();
        double right = plot.getMaxX() - width - 8;
        double bottom = plot.getMaxY() - height - 10;
        return Stream.of(
                        new Rectangle2D.Double(right, bottom, width, height),
                        new Rectangle2D.Double(plot.getX() + 10, plot.getY() + 4, width, height),
                        new Rectangle2D.Double(plot.getX() + 10, bottom, width, height))
                .min(Comparator.comparingLong(box -> spots.stream()
                        .filter(spot -> box.intersects(
                                spot.at().getX() - radius, spot.at().getY() - radius, 2 * radius, 2 * radius))
                        .count()))
                .orElseThrow();
    }

    private static List<Point2D> corners(Rectangle2D box) {
        return List.of(
                new Point2D.Double(box.getX(), box.getY()),
                new Point2D.Double(box.getMaxX(), box.getY()),
                new Point2D.Double(box.getMaxX(), box.getMaxY()),
                new Point2D.Double(box.getX(), box.getMaxY()));
    }

    private static String describe(TrialReport trial) {
        return String.format(
                Locale.ROOT,
                "%s: budget %s, volume %.4f (%s), validation %.2f %%, test %s, parameters %s, seed %d",
                trial.trial(),
                FrontDrawing.name(trial.budget()),
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
