package io.barograph.server.network;

import io.barograph.api.ModelLayer;
import io.barograph.server.drawing.Head;
import io.barograph.server.drawing.Ink;
import io.barograph.server.drawing.Sheet;
import io.barograph.server.drawing.TextStyle;
import io.barograph.server.drawing.TextStyle.Anchor;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;

/** One drawing of a network on one sheet. */
final class NetworkDrawing {
    private static final double ROW = 26;
    private static final double COLUMNS = Head.HEIGHT + 62;
    private static final double FIRST_ROW = COLUMNS + 10;
    private static final double BOTTOM = 28;
    private static final double MARGIN = 24;
    private static final double NAME_ROOM = 156;
    private static final double STRIP = MARGIN + NAME_ROOM + 14;
    private static final double STRIP_ROOM = 466;
    private static final double LIVE_END = STRIP + STRIP_ROOM + 82;
    private static final double SIZE_END = LIVE_END + 88;
    private static final double FIGURE_ROOM = 80;
    private static final TextStyle NAME = new TextStyle(16, false, Ink.TEXT, Anchor.START);
    private static final TextStyle FIGURE = new TextStyle(16, false, Ink.TEXT, Anchor.END);
    private static final TextStyle REMOVED = new TextStyle(16, true, Ink.REMOVED, Anchor.END);
    private static final TextStyle TOTAL = new TextStyle(16, true, Ink.TEXT, Anchor.END);
    private static final TextStyle COLUMN = new TextStyle(15, false, Ink.SOFT_TEXT, Anchor.START);
    private static final TextStyle FIGURES = new TextStyle(15, false, Ink.SOFT_TEXT, Anchor.END);
    private static final TextStyle LEGEND = new TextStyle(17, false, Ink.TEXT, Anchor.START);

    private final Sheet sheet;
    private final double width;
    private final List<ModelLayer> layers;
    private final MapStrip strip;
    private final boolean denseKnown;
    private final String macsFormat;

    NetworkDrawing(Sheet sheet, double width, List<ModelLayer> layers) {
        this.sheet = sheet;
        this.width = width;
        this.layers = List.copyOf(layers);
        strip = MapStrip.of(layers, STRIP_ROOM);
        denseKnown = layers.stream().anyMatch(layer -> layer.denseMaps() != null);
        long most = layers.stream().mapToLong(ModelLayer::macs).max().orElse(0);
        macsFormat = most >= 100_000_000 ? "%.1f" : most >= 1_000_000 ? "%.2f" : "%.3f";
    }

    /** Height of the drawing of so many layers, with a row for their sum. */
    static double height(int layers) {
        return FIRST_ROW + (layers + 1) * ROW + BOTTOM;
    }

    void draw(String title, String subtitle) {
        Head.draw(sheet, width, height(layers.size()), title, subtitle);
        if (layers.isEmpty()) {
            text(MARGIN, FIRST_ROW, "no layers", new TextStyle(20, false, Ink.SOFT_TEXT, Anchor.START));
            return;
        }
        legend();
        columns();
        double y = FIRST_ROW + ROW / 2;
        for (ModelLayer layer : layers) {
            double middle = y;
            sheet.described(describe(layer), () -> row(layer, middle));
            y += ROW;
        }
        total(y);
    }

    private void legend() {
        double y = Head.HEIGHT + 19;
        double x = MARGIN;
        for (boolean live : denseKnown ? new boolean[] {true, false} : new boolean[] {true}) {
            String words = live ? "live maps" : "pruned maps of the dense network";
            strip.sample(sheet, x, y, live);
            text(x + 22, y, words, LEGEND);
            x += 22 + LEGEND.width(words) + 30;
        }
    }

    private void columns() {
        double y = COLUMNS - 6;
        text(MARGIN, y, "layer", COLUMN);
        text(STRIP, y, "maps", COLUMN);
        text(LIVE_END, y, denseKnown ? "live/all" : "live", FIGURES);
        text(SIZE_END, y, "size", FIGURES);
        text(width - MARGIN, y, "million MACs", FIGURES);
        rule(FIRST_ROW, Ink.AXIS);
    }

    private void row(ModelLayer layer, double y) {
        // A ground under the whole row, so that it tells its figures wherever the pointer rests.
        sheet.fill(new Rectangle2D.Double(MARGIN, y - ROW / 2 + 0.5, width - 2 * MARGIN, ROW - 1), Ink.PAPER);
        rule(y + ROW / 2, Ink.GRID);
        TextStyle name = NAME.fitting(layer.name(), NAME_ROOM);
        text(MARGIN, y, name.cut(layer.name(), NAME_ROOM), name);
        strip.draw(sheet, STRIP, y, layer);
        figure(LIVE_END, y, live(layer.outputMaps(), layer.allMaps()));
        if (layer.wasRemoved()) {
            text(SIZE_END, y, "removed", REMOVED);
        } else {
            figure(SIZE_END, y, size(layer));
        }
        figure(width - MARGIN, y, millions(layer.macs()));
    }

    private void figure(double end, double y, String text) {
        text(end, y, text, FIGURE.fitting(text, FIGURE_ROOM));
    }

    private void total(double y) {
        rule(y - ROW / 2, Ink.AXIS);
        long live = layers.stream().mapToLong(ModelLayer::outputMaps).sum();
        long all = layers.stream().mapToLong(ModelLayer::allMaps).sum();
        long macs = layers.stream().mapToLong(ModelLayer::macs).sum();
        String count = layers.size() == 1 ? "1 layer" : layers.size() + " layers";
        text(MARGIN, y, count, new TextStyle(TOTAL.size(), true, Ink.TEXT, Anchor.START));
        text(LIVE_END, y, live(live, all), TOTAL);
        text(width - MARGIN, y, millions(macs), TOTAL);
    }

    /** @param middle of the text's height */
    private void text(double x, double middle, String text, TextStyle style) {
        sheet.text(new Point2D.Double(x, middle + style.size() * 0.35), text, style);
    }

    private void rule(double y, Ink ink) {
        sheet.line(new Point2D.Double(MARGIN, y), new Point2D.Double(width - MARGIN, y), ink, 1, 0);
    }

    /** A file that does not say what the dense network had may be pruned all the same. */
    private String live(long live, long all) {
        return denseKnown ? live + "/" + all : String.valueOf(live);
    }

    private String millions(long macs) {
        return String.format(Locale.ROOT, macsFormat, macs / 1e6);
    }

    private static String size(ModelLayer layer) {
        return layer.height() + "\u00d7" + layer.width();
    }

    private static String describe(ModelLayer layer) {
        return String.format(
                Locale.ROOT,
                "%s: %s, %d of %d maps live%s, %,d multiply-accumulates",
                layer.name(),
                layer.wasRemoved() ? "removed" : "kept",
                layer.outputMaps(),
                layer.allMaps(),
                layer.wasRemoved() ? "" : ", " + size(layer),
                layer.macs());
    }
}
