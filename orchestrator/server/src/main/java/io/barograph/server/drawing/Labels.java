package io.barograph.server.drawing;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets labels beside marks where they touch nothing: no mark, no line and no other label. */
public final class Labels {
    private static final double GAP = 5;

    private final Rectangle2D plot;
    private final List<Rectangle2D> taken = new ArrayList<>();
    private final List<Line2D> lines = new ArrayList<>();

    public Labels(Rectangle2D plot) {
        this.plot = plot;
    }

    public void keepFree(Rectangle2D area) {
        taken.add(area);
    }

    public void keepFree(Line2D line) {
        lines.add(line);
    }

    /**
     * The baseline's left end for a label of this size beside a mark, or null if there is room nowhere.
     *
     * @param radius half the extent of the mark
     */
    @Nullable
    public Point2D place(Point2D mark, double radius, double width, double height) {
        double dx = radius + GAP;
        double x = mark.getX();
        double y = mark.getY();
        double[][] corners = {
            {x - width / 2, y - dx - height},
            {x - dx - width, y - dx - height / 2},
            {x + dx, y + radius / 2},
            {x - width / 2, y + dx},
            {x + dx, y - height - radius / 2},
            {x - dx - width, y - height / 2},
            {x + dx, y - height / 2},
            {x - dx - width, y + radius / 2}
        };
        for (double[] corner : corners) {
            Rectangle2D area = new Rectangle2D.Double(corner[0], corner[1], width, height);
            if (plot.contains(area)
                    && taken.stream().noneMatch(area::intersects)
                    && lines.stream().noneMatch(area::intersectsLine)) {
                taken.add(area);
                return new Point2D.Double(corner[0], corner[1] + height * 0.8);
            }
        }
        return null;
    }
}
