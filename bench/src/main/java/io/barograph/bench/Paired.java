package io.barograph.bench;

import java.util.List;
import java.util.Locale;

/**
 * Mean of paired differences with its 95 % interval by Student's t.
 *
 * @param mean of the differences
 * @param half half the width of the interval; NaN for fewer than two pairs
 */
record Paired(double mean, double half, int pairs) {
    /** Two-sided 95 % quantiles of t for 1 to 10 degrees of freedom. */
    private static final double[] T = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228};

    static Paired of(List<Double> differences) {
        int n = differences.size();
        double mean = differences.stream().mapToDouble(d -> d).average().orElse(Double.NaN);
        if (n < 2) {
            return new Paired(mean, Double.NaN, n);
        }
        double variance =
                differences.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum() / (n - 1);
        double t = n - 2 < T.length ? T[n - 2] : 1.96;
        return new Paired(mean, t * Math.sqrt(variance / n), n);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%+6.2f ± %.2f", mean, half);
    }
}
