package io.barograph.server.drawing;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something to draw on. Coordinates in drawing units, y downwards. */
public interface Sheet {
    void fill(Rectangle2D area, Ink ink);

    /** @param dash length of dashes and gaps; 0 for a solid line */
    void line(Point2D from, Point2D to, Ink ink, double width, double dash);

    void polyline(List<Point2D> points, Ink ink, double width);

    void polygon(List<Point2D> corners, @Nullable Ink fill, @Nullable Ink edge, double width);

    void disc(Point2D centre, double radius, @Nullable Ink fill, @Nullable Ink edge, double width);

    void text(Point2D at, String text, TextStyle style);

    /** As {@link #text}, turned a quarter to the left. */
    void uprightText(Point2D at, String text, TextStyle style);

    /** Groups what {@code draw} draws under a description that viewers show on hover, if they can. */
    void described(String description, Runnable draw);
}
