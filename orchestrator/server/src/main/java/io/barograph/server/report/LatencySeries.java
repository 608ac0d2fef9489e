package io.barograph.server.report;

import io.barograph.server.drawing.Ink;
import io.barograph.server.drawing.Sheet;
import java.awt.geom.Point2D;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What runs a network: its name, colour and shape of mark. */
enum LatencySeries {
    ONNX("ONNX Runtime"),
    DL4J("DeepLearning4J");

    private final String words;

    LatencySeries(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    Ink ink() {
        return this == ONNX ? Ink.ONNX : Ink.DL4J;
    }

    /** Draws a filled mark, or a hollow faint one. */
    void draw(Sheet sheet, Point2D at, double radius, boolean onFront) {
        if (onFront) {
            shape(sheet, at, radius, ink(), Ink.PAPER, 1.6);
        } else {
            shape(sheet, at, radius * 0.75, Ink.PAPER, null, 0);
            shape(sheet, at, radius * 0.75, null, ink().faint(), 1.5);
        }
    }

    private void shape(Sheet sheet, Point2D at, double radius, @Nullable Ink fill, @Nullable Ink edge, double width) {
        switch (this) {
            case ONNX -> sheet.disc(at, radius, fill, edge, width);
            case DL4J -> sheet.polygon(diamond(at, radius * 1.3), fill, edge, width);
        }
    }

    private static List<Point2D> diamond(Point2D at, double size) {
        double x = at.getX();
        double y = at.getY();
        return List.of(
                new Point2D.Double(x, y - size),
                new Point2D.Double(x + size, y),
                new Point2D.Double(x, y + size),
                new Point2D.Double(x - size, y));
    }
}
