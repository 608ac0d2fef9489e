package io.barograph.server.drawing;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Outlines of the letters of one weight of Roboto, so that a picture needs no font of the machine. */
final class Glyphs {
    private static final Glyphs REGULAR = new Glyphs("roboto-regular.glyphs");
    private static final Glyphs MEDIUM = new Glyphs("roboto-medium.glyphs");
    private static final double UNITS_AN_EM = 1000;
    private static final int UNKNOWN = '?';

    private final Map<Integer, Glyph> glyphs = new HashMap<>();

    private record Glyph(double advance, Path2D outline) {}

    private Glyphs(String resource) {
        try (InputStream in = Objects.requireNonNull(Glyphs.class.getResourceAsStream(resource), resource)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        String[] parts = line.split(" ", 3);
                        glyphs.put(
                                Integer.parseInt(parts[0], 16),
                                new Glyph(Double.parseDouble(parts[1]), outline(parts[2])));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Glyphs of(boolean bold) {
        return bold ? MEDIUM : REGULAR;
    }

    double width(String text, double size) {
        return text.codePoints().mapToDouble(c -> glyph(c).advance()).sum() * size / UNITS_AN_EM;
    }

    /** The text as a shape that starts at the origin, y downwards. */
    Path2D outline(String text, double size) {
        Path2D shape = new Path2D.Double();
        double scale = size / UNITS_AN_EM;
        double x = 0;
        for (int c : text.codePoints().toArray()) {
            AffineTransform place = AffineTransform.getTranslateInstance(x, 0);
            place.scale(scale, scale);
            shape.append(glyph(c).outline().getPathIterator(place), false);
            x += glyph(c).advance() * scale;
        }
        return shape;
    }

    private Glyph glyph(int codePoint) {
        Glyph known = glyphs.get(codePoint);
        return known != null ? known : Objects.requireNonNull(glyphs.get(UNKNOWN));
    }

    private static Path2D outline(String path) {
        Path2D shape = new Path2D.Double(Path2D.WIND_NON_ZERO);
        for (String step : path.split("(?=[MLQCZ])", -1)) {
            if (step.isEmpty()) {
                continue;
            }
            double[] at = step.length() == 1
                    ? new double[0]
                    : Arrays.stream(step.substring(1).split(",", -1))
                            .mapToDouble(Double::parseDouble)
                            .toArray();
            switch (step.charAt(0)) {
                case 'M' -> shape.moveTo(at[0], at[1]);
                case 'L' -> shape.lineTo(at[0], at[1]);
                case 'Q' -> shape.quadTo(at[0], at[1], at[2], at[3]);
                case 'C' -> shape.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
                case 'Z' -> shape.closePath();
                default -> throw new IllegalArgumentException("unknown step " + step);
            }
        }
        return shape;
    }
}
