package io.barograph.server.network;

import io.barograph.api.ModelLayer;
import io.barograph.server.drawing.Ink;
import io.barograph.server.drawing.Sheet;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * Draws the maps of a layer: a cell for each map of the dense network, first those that are live. All layers of a
 * network have cells of one width; narrow cells are ticks, and melt into a bar where they could not
 * be seen.
 *
 * @param pitch drawing units from one map to the next
 */
record MapStrip(double pitch) {
    static final double HEIGHT = 13;

    private static final double WIDEST = 14;
    private static final double NARROWEST = 1.5;
    private static final double TICK = 4;

    /** Cells as wide as the widest layer lets them be, in halves of a unit so that they fall on whole pixels. */
    static MapStrip of(List<ModelLayer> layers, double room) {
        int most = layers.stream().mapToInt(ModelLayer::allMaps).max().orElse(1);
        double pitch = Math.min(WIDEST, room / most);
        return new MapStrip(pitch < NARROWEST ? pitch : Math.floor(pitch * 2) / 2);
    }

    /** @param y of the middle of the strip */
    void draw(Sheet sheet, double x, double y, ModelLayer layer) {
        double middle = x + layer.outputMaps() * pitch;
        double end = x + layer.allMaps() * pitch;
        if (pitch < TICK) {
            bar(sheet, x, middle, y, Ink.FRONT);
            bar(sheet, middle, end, y, Ink.DEAD);
            return;
        }
        for (int map = 0; map < layer.allMaps(); map++) {
            cell(sheet, x + map * pitch, y, pitch, map < layer.outputMaps());
        }
    }

    /** Draws what stands for a map, as it is in the strips but as wide as can be. */
    void sample(Sheet sheet, double x, double y, boolean live) {
        if (pitch < TICK) {
            bar(sheet, x, x + WIDEST, y, live ? Ink.FRONT : Ink.DEAD);
        } else {
            cell(sheet, x, y, WIDEST, live);
        }
    }

    private static void cell(Sheet sheet, double x, double y, double pitch, boolean live) {
        double width = pitch - Math.max(1, pitch / 7);
        Rectangle2D area = new Rectangle2D.Double(x, y - HEIGHT / 2, width, HEIGHT);
        if (live) {
            sheet.fill(area, Ink.FRONT);
        } else {
            double right = area.getMaxX() - 0.5;
            double top = area.getY() + 0.5;
            double bottom = area.getMaxY() - 0.5;
            sheet.polygon(
                    List.of(
                            new Point2D.Double(x + 0.5, top),
                            new Point2D.Double(right, top),
                            new Point2D.Double(right, bottom),
                            new Point2D.Double(x + 0.5, bottom)),
                    Ink.PAPER,
                    Ink.DEAD,
                    1);
        }
    }

    private void bar(Sheet sheet, double from, double to, double y, Ink ink) {
        if (to > from) {
            // Ticks are the dashes of one line, as an element each would make the SVG of a wide network large.
            double dash = pitch < NARROWEST ? 0 : pitch / 2;
            sheet.line(new Point2D.Double(from, y), new Point2D.Double(to, y), ink, HEIGHT, dash);
        }
    }
}
