package io.barograph.server.report;

import io.barograph.api.FrontPoint;
import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Where volumes and accuracies lie in the plot: volume on a log2 axis growing to the right, accuracy growing upwards.
 *
 * @param plot area of the plot in drawing units
 * @param volumes axis of the volumes
 * @param lowest accuracy at the lower edge, in [0, 1]
 * @param highest accuracy at the upper edge, in [0, 1]
 */
record FrontScale(Rectangle2D plot, VolumeAxis volumes, double lowest, double highest) {
    private static final double[] STEPS = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5};
    private static final int MOST_STEPS = 7;

    /** A scale that shows the whole front; others far below it may fall out at the bottom. */
    static FrontScale of(Rectangle2D plot, SweepReport report) {
        List<TrialReport> shown = report.points().isEmpty() ? report.trials() : report.points();
        double low = 1;
        double high = 0;
        for (TrialReport trial : shown) {
            FrontPoint point = trial.point();
            if (point != null) {
                low = Math.min(low, point.accuracy());
                high = Math.max(high, point.accuracy());
            }
        }
        double frontLow = low;
        double reach = Math.max(0.02, high - low);
        for (TrialReport trial : report.trials()) {
            FrontPoint point = trial.point();
            if (point != null) {
                high = Math.max(high, point.accuracy());
                if (point.accuracy() > frontLow - 0.8 * reach) {
                    low = Math.min(low, point.accuracy());
                }
            }
        }
        if (low > high) {
            low = 0;
            high = 1;
        }
        double margin = Math.max(0.01, 0.16 * (high - low));
        double step = step(high - low + 2 * margin);
        double lowest = Math.max(0, Math.floor((low - margin) / step + 1e-9) * step);
        double highest = Math.min(1, high + margin);
        return new FrontScale(plot, VolumeAxis.of(plot, report), lowest, highest);
    }

    double x(double volumeRatio) {
        return volumes.x(volumeRatio);
    }

    double y(double accuracy) {
        return plot.getMaxY() - (accuracy - lowest) / (highest - lowest) * plot.getHeight();
    }

    /** The place of a point; one below the plot lies on its lower edge. */
    Point2D at(FrontPoint point) {
        return new Point2D.Double(x(point.volumeRatio()), Math.min(plot.getMaxY(), y(point.accuracy())));
    }

    boolean below(FrontPoint point) {
        return point.accuracy() < lowest;
    }

    /** Round accuracies inside the plot, at most eight. */
    List<Double> accuracyTicks() {
        double step = step(highest - lowest);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(lowest / step - 1e-9); i * step <= highest + 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static double step(double span) {
        for (double step : STEPS) {
            if (span / step <= MOST_STEPS) {
                return step;
            }
        }
        return STEPS[STEPS.length - 1];
    }
}
