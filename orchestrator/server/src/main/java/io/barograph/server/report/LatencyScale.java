package io.barograph.server.report;

import io.barograph.api.Latency;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where latencies lie in a panel: on a log10 axis growing upwards.
 *
 * @param plot area of the panel in drawing units
 * @param lowest milliseconds at the lower edge
 * @param highest milliseconds at the upper edge
 */
record LatencyScale(Rectangle2D plot, double lowest, double highest) {
    private static final double LEAST_SPAN = 3;
    private static final double MARGIN = 0.09;
    private static final double TICK_HEIGHT = 26;
    private static final int FEWEST_TICKS = 3;
    private static final int MOST_DIGITS = 6;
    private static final double[] FINE = {1, 1.5, 2, 3, 5, 7};
    private static final double[] ROUND = {1, 2, 5};
    private static final double[] COARSE = {1};

    /** A scale that shows all latencies with their quartiles. Zero, which has no logarithm, lies on the lower edge. */
    static LatencyScale of(Rectangle2D plot, List<Latency> latencies) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (Latency latency : latencies) {
            high = Math.max(high, latency.highMillis());
            for (double millis : new double[] {latency.lowMillis(), latency.medianMillis(), latency.highMillis()}) {
                low = millis > 0 ? Math.min(low, millis) : low;
            }
        }
        if (high == 0) {
            return new LatencyScale(plot, 0.1, 10);
        }
        double wider = Math.sqrt(Math.max(1, LEAST_SPAN / (high / low)));
        double margin = Math.pow(high / low * wider * wider, MARGIN);
        return new LatencyScale(plot, low / wider / margin, high * wider * margin);
    }

    double y(double millis) {
        double share = Math.log(Math.max(millis, lowest) / lowest) / Math.log(highest / lowest);
        return plot.getMaxY() - share * plot.getHeight();
    }

    /** Round times: 1, 2 and 5 in each decade, fewer where these had no room, more where they were not enough. */
    List<Double> ticks() {
        List<Double> ticks = ticks(ROUND, 1);
        if (ticks.size() < FEWEST_TICKS) {
            return ticks(FINE, 1);
        }
        for (int decades = 1; !haveRoom(ticks); decades++) {
            ticks = ticks(COARSE, decades);
        }
        return ticks;
    }

    private List<Double> ticks(double[] series, int everyDecades) {
        List<Double> ticks = new ArrayList<>();
        int last = (int) Math.floor(Math.log10(highest));
        for (int decade = (int) Math.floor(Math.log10(lowest)); decade <= last; decade++) {
            for (double digit : series) {
                double tick = Double.parseDouble(digit + "e" + decade);
                if (decade % everyDecades == 0 && tick >= lowest && tick <= highest) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    private boolean haveRoom(List<Double> ticks) {
        for (int i = 1; i < ticks.size(); i++) {
            if (y(ticks.get(i - 1)) - y(ticks.get(i)) < TICK_HEIGHT) {
                return false;
            }
        }
        return true;
    }

    /** A time with two digits, or all digits before the point: {@code 0.41}, {@code 4.1}, {@code 412}. */
    static String name(double millis) {
        int digits = millis == 0 ? 0 : Math.max(0, 1 - (int) Math.floor(Math.log10(millis)));
        return String.format(Locale.ROOT, "%." + Math.min(digits, MOST_DIGITS) + "f", millis);
    }
}
