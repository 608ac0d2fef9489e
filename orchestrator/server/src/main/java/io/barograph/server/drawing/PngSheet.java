package io.barograph.server.drawing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** Draws as PNG on white. Needs neither a display nor a font. */
public final class PngSheet implements Sheet {
    private final BufferedImage image;
    private final Graphics2D graphics;

    /** @param scale pixels for each drawing unit */
    public PngSheet(double width, double height, double scale) {
        image = new BufferedImage(
                (int) Math.round(width * scale), (int) Math.round(height * scale), BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(scale, scale);
    }

    public byte[] finish() {
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("this Java cannot write PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void fill(Rectangle2D area, Ink ink) {
        draw(area, ink, null, 0);
    }

    @Override
    public void line(Point2D from, Point2D to, Ink ink, double width, double dash) {
        float[] dashes = dash > 0 ? new float[] {(float) dash, (float) dash} : null;
        graphics.setColor(color(ink));
        graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0));
        graphics.draw(new Line2D.Double(from, to));
    }

    @Override
    public void polyline(List<Point2D> points, Ink ink, double width) {
        draw(path(points), null, ink, width);
    }

    @Override
    public void polygon(List<Point2D> corners, @Nullable Ink fill, @Nullable Ink edge, double width) {
        Path2D path = path(corners);
        path.closePath();
        draw(path, fill, edge, width);
    }

    @Override
    public void disc(Point2D centre, double radius, @Nullable Ink fill, @Nullable Ink edge, double width) {
        draw(
                new Ellipse2D.Double(centre.getX() - radius, centre.getY() - radius, 2 * radius, 2 * radius),
                fill,
                edge,
                width);
    }

    @Override
    public void text(Point2D at, String text, TextStyle style) {
        text(text, style, AffineTransform.getTranslateInstance(at.getX(), at.getY()));
    }

    @Override
    public void uprightText(Point2D at, String text, TextStyle style) {
        AffineTransform place = AffineTransform.getTranslateInstance(at.getX(), at.getY());
        place.quadrantRotate(-1);
        text(text, style, place);
    }

    @Override
    public void described(String description, Runnable draw) {
        draw.run();
    }

    private void text(String text, TextStyle style, AffineTransform place) {
        place.translate(style.anchor().left(0, style.width(text)), 0);
        Shape outline = Glyphs.of(style.bold()).outline(text, style.size());
        draw(place.createTransformedShape(outline), style.ink(), null, 0);
    }

    private void draw(Shape shape, @Nullable Ink fill, @Nullable Ink edge, double width) {
        if (fill != null) {
            graphics.setColor(color(fill));
            graphics.fill(shape);
        }
        if (edge != null) {
            graphics.setColor(color(edge));
            graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
            graphics.draw(shape);
        }
    }

    private static Path2D path(List<Point2D> points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points.get(0).getX(), points.get(0).getY());
        points.subList(1, points.size()).forEach(point -> path.lineTo(point.getX(), point.getY()));
        return path;
    }

    private static Color color(Ink ink) {
        return new Color(ink.rgb() | (int) Math.round(ink.opacity() * 255) << 24, true);
    }
}
