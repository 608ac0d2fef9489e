package io.barograph.server.report;

import io.barograph.server.drawing.Ink;
import io.barograph.server.drawing.Sheet;
import io.barograph.server.drawing.TextStyle;
import io.barograph.server.drawing.TextStyle.Anchor;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Says what the marks mean that occur in a picture. */
final class FrontLegend {
    private static final String BAND = "volumes that meet a budget";
    private static final double LINE = 25;
    /** Some viewers of SVG ignore the set length of a text and take a wider font. */
    private static final double WIDER_FONT = 1.13;

    private static final TextStyle STYLE = new TextStyle(17, false, Ink.TEXT, Anchor.START);

    private final Sheet sheet;
    private final Rectangle2D plot;
    private final double radius;

    FrontLegend(Sheet sheet, Rectangle2D plot, double radius) {
        this.sheet = sheet;
        this.plot = plot;
        this.radius = radius;
    }

    /** Draws the legend and returns its area. */
    Rectangle2D draw(List<Spot> spots) {
        List<FrontMark> marks =
                spots.stream().map(Spot::mark).distinct().sorted().toList();
        double widest = Stream.concat(Stream.of(BAND), marks.stream().map(FrontMark::words))
                .mapToDouble(STYLE::width)
                .max()
                .orElseThrow();
        Rectangle2D box = box(spots, widest * WIDER_FONT + 46, (marks.size() + 1) * LINE + 12);
        sheet.polygon(corners(box), Ink.PAPER, Ink.GRID, 1);
        double x = box.getX() + 18;
        double y = box.getY() + 18;
        for (FrontMark mark : marks) {
            mark.draw(sheet, new Point2D.Double(x, y), radius);
            sheet.text(new Point2D.Double(x + 18, y + 6), mark.words(), STYLE);
            y += LINE;
        }
        sheet.fill(new Rectangle2D.Double(x - 8, y - 8, 16, 16), Ink.BAND);
        sheet.line(new Point2D.Double(x + 8, y - 8), new Point2D.Double(x + 8, y + 8), Ink.AXIS, 1, 0);
        sheet.text(new Point2D.Double(x + 18, y + 6), BAND, STYLE);
        return box;
    }

    /** In the lower right corner, which the front leaves free, or where fewer marks lie. */
    private Rectangle2D box(List<Spot> spots, double width, double height) {
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
}
