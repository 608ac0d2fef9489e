package io.barograph.server.report;

import io.barograph.api.FrontPoint;
import io.barograph.api.TrialReport;
import io.barograph.server.drawing.Sheet;
import java.awt.geom.Point2D;

/**
 * A trial and where its mark stands.
 *
 * @param below whether the point lies below the plot, so that its mark stands on the lower edge
 */
record Spot(TrialReport trial, FrontPoint point, Point2D at, boolean below, FrontMark mark) {
    void draw(Sheet sheet, double radius) {
        if (below) {
            FrontMark.drawBelow(sheet, at, radius, mark);
        } else {
            mark.draw(sheet, at, radius);
        }
    }
}
