package io.barograph.server.drawing;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Draws as SVG. Text stays text; its length is fixed, so that a different font cannot break the layout. */
public final class SvgSheet implements Sheet {
    private static final String FONTS = "Roboto, Helvetica, Arial, sans-serif";

    private final StringBuilder svg = new StringBuilder();

    public SvgSheet(double width, double height, String description) {
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 ")
                .append(number(width))
                .append(' ')
                .append(number(height))
                .append("\" width=\"")
                .append(number(width))
                .append("\" height=\"")
                .append(number(height))
                .append("\" font-family=\"")
                .append(FONTS)
                .append("\">\n<title>")
                .append(escape(description))
                .append("</title>\n");
    }

    public String finish() {
        return svg + "</svg>\n";
    }

    @Override
    public void fill(Rectangle2D area, Ink ink) {
        element("rect", "x", area.getX(), "y", area.getY(), "width", area.getWidth(), "height", area.getHeight());
        paint("fill", ink);
        end();
    }

    @Override
    public void line(Point2D from, Point2D to, Ink ink, double width, double dash) {
        element("line", "x1", from.getX(), "y1", from.getY(), "x2", to.getX(), "y2", to.getY());
        stroke(ink, width);
        if (dash > 0) {
            attribute("stroke-dasharray", number(dash));
        }
        end();
    }

    @Override
    public void polyline(List<Point2D> points, Ink ink, double width) {
        element("polyline");
        attribute("points", list(points));
        attribute("fill", "none");
        stroke(ink, width);
        attribute("stroke-linejoin", "round");
        end();
    }

    @Override
    public void polygon(List<Point2D> corners, @Nullable Ink fill, @Nullable Ink edge, double width) {
        element("polygon");
        attribute("points", list(corners));
        shape(fill, edge, width);
        end();
    }

    @Override
    public void disc(Point2D centre, double radius, @Nullable Ink fill, @Nullable Ink edge, double width) {
        element("circle", "cx", centre.getX(), "cy", centre.getY(), "r", radius);
        shape(fill, edge, width);
        end();
    }

    @Override
    public void text(Point2D at, String text, TextStyle style) {
        text(at, text, style, "");
    }

    @Override
    public void uprightText(Point2D at, String text, TextStyle style) {
        text(at, text, style, "rotate(-90 " + number(at.getX()) + " " + number(at.getY()) + ")");
    }

    @Override
    public void described(String description, Runnable draw) {
        svg.append("<g><title>").append(escape(description)).append("</title>\n");
        draw.run();
        svg.append("</g>\n");
    }

    private void text(Point2D at, String text, TextStyle style, String transform) {
        element("text", "x", at.getX(), "y", at.getY(), "font-size", style.size());
        if (style.anchor() != TextStyle.Anchor.START) {
            attribute("text-anchor", style.anchor().name().toLowerCase(Locale.ROOT));
        }
        attribute("textLength", number(style.width(text)));
        attribute("lengthAdjust", "spacingAndGlyphs");
        if (style.bold()) {
            attribute("font-weight", "500");
        }
        if (!transform.isEmpty()) {
            attribute("transform", transform);
        }
        paint("fill", style.ink());
        svg.append('>').append(escape(text)).append("</text>\n");
    }

    private void element(String name, Object... attributes) {
        svg.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            attribute((String) attributes[i], number((Double) attributes[i + 1]));
        }
    }

    private void attribute(String name, String value) {
        svg.append(' ').append(name).append("=\"").append(value).append('"');
    }

    private void shape(@Nullable Ink fill, @Nullable Ink edge, double width) {
        if (fill == null) {
            attribute("fill", "none");
        } else {
            paint("fill", fill);
        }
        if (edge != null) {
            stroke(edge, width);
        }
    }

    private void stroke(Ink ink, double width) {
        paint("stroke", ink);
        attribute("stroke-width", number(width));
    }

    private void paint(String kind, Ink ink) {
        attribute(kind, ink.hex());
        if (ink.opacity() < 1) {
            attribute(kind + "-opacity", number(ink.opacity()));
        }
    }

    private void end() {
        svg.append("/>\n");
    }

    private static String list(List<Point2D> points) {
        return points.stream()
                .map(point -> number(point.getX()) + "," + number(point.getY()))
                .collect(Collectors.joining(" "));
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceFirst("\\.?0+$", "");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?");
    }
}
