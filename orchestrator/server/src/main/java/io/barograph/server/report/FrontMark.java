package io.barograph.server.report;

import io.barograph.api.BudgetStatus;
import io.barograph.api.TrialReport;
import io.barograph.server.drawing.Ink;
import io.barograph.server.drawing.Sheet;
import java.awt.geom.Point2D;
import java.util.List;

/** How a trial is marked, the most important first. */
enum FrontMark {
    FRONT("on the front"),
    UNDER_FRONT("on the front, UNDER its budget"),
    DOMINATED("dominated"),
    OVER("OVER its budget");

    private final String words;

    FrontMark(String words) {
        this.words = words;
    }

    static FrontMark of(TrialReport trial) {
        if (trial.status() == BudgetStatus.OVER) {
            return OVER;
        }
        if (!trial.onFront()) {
            return DOMINATED;
        }
        return trial.status() == BudgetStatus.UNDER ? UNDER_FRONT : FRONT;
    }

    String words() {
        return words;
    }

    void draw(Sheet sheet, Point2D at, double radius) {
        switch (this) {
            case FRONT -> sheet.disc(at, radius, Ink.FRONT, Ink.PAPER, 2);
            case UNDER_FRONT -> sheet.disc(at, radius - 1, Ink.PAPER, Ink.UNDER, 3);
            case DOMINATED -> sheet.disc(at, radius * 0.75, Ink.PAPER, Ink.FAINT, 1.8);
            case OVER -> sheet.polygon(triangle(at, radius, -1), Ink.OVER, Ink.PAPER, 1);
        }
    }

    /** The mark of a trial that lies further down than the plot reaches. */
    static void drawBelow(Sheet sheet, Point2D at, double radius, FrontMark mark) {
        sheet.polygon(triangle(at, radius * 0.8, 1), mark == OVER ? Ink.OVER : Ink.FAINT, null, 0);
    }

    private static List<Point2D> triangle(Point2D at, double size, int down) {
        double x = at.getX();
        double y = at.getY();
        return List.of(
                new Point2D.Double(x, y + down * size),
                new Point2D.Double(x - size, y - down * size * 0.8),
                new Point2D.Double(x + size, y - down * size * 0.8));
    }
}
