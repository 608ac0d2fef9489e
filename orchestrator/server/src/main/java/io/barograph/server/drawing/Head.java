package io.barograph.server.drawing;

import io.barograph.server.drawing.TextStyle.Anchor;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;

/** Paper, title and subtitle, as every picture has them. */
public final class Head {
    /** Where what follows may begin. */
    public static final double HEIGHT = 76;

    private static final double MARGIN = 24;
    private static final TextStyle TITLE = new TextStyle(25, true, Ink.TEXT, Anchor.START);
    private static final TextStyle SUBTITLE = new TextStyle(17, false, Ink.SOFT_TEXT, Anchor.START);

    private Head() {}

    public static void draw(Sheet sheet, double width, double height, String title, String subtitle) {
        sheet.fill(new Rectangle2D.Double(0, 0, width, height), Ink.PAPER);
        line(sheet, width, 40, title, TITLE);
        line(sheet, width, 66, subtitle, SUBTITLE);
    }

    private static void line(Sheet sheet, double width, double y, String text, TextStyle wanted) {
        double room = width - 2 * MARGIN;
        TextStyle style = wanted.fitting(text, room);
        sheet.text(new Point2D.Double(MARGIN, y), style.cut(text, room), style);
    }
}
