package io.barograph.api;

/**
 * The area between a front and a reference point on the axes accuracy and log2(1 / volume ratio): a front that keeps
 * one point of accuracy more at a sixteenth of the volume gains 0.04. Larger is better; 0 for an empty front.
 */
public final class Hypervolume {
    private Hypervolume() {}

    public static double of(ParetoFront front, FrontReference reference) {
        double from = halvings(reference.volumeRatio());
        double area = 0;
        // By falling volume, so by rising halvings and falling accuracy: each point adds the strip that it alone
        // reaches.
        for (FrontPoint point : front.points()) {
            double to = halvings(point.volumeRatio());
            double height = point.accuracy() - reference.accuracy();
            if (to > from && height > 0) {
                area += (to - from) * height;
                from = to;
            }
        }
        return area;
    }

    private static double halvings(double volumeRatio) {
        return -Math.log(volumeRatio) / Math.log(2);
    }
}
