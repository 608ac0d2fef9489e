package io.barograph.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * Median of paired ratios with an interval of at least 95 % by order statistics.
 *
 * @param low NaN for fewer than six pairs, which cannot have such an interval
 * @param high likewise
 */
record Ratio(double median, double low, double high) {
    static Ratio of(double[] ours, double[] peer) {
        double[] ratios = new double[ours.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours[i] / peer[i];
        }
        Arrays.sort(ratios);
        int rank = outerRank(ratios.length);
        return new Ratio(
                median(ratios),
                rank == 0 ? Double.NaN : ratios[rank - 1],
                rank == 0 ? Double.NaN : ratios[ratios.length - rank]);
    }

    /** The largest r for which the r-th smallest and r-th largest of n values hold the median with 95 %; 0 if there is none. */
    private static int outerRank(int n) {
        double tail = 0;
        double choose = Math.pow(0.5, n);
        int rank = 0;
        for (int k = 0; k < n; k++) {
            tail += choose;
            if (2 * tail > 0.05) {
                break;
            }
            rank = k + 1;
            choose *= (double) (n - k) / (k + 1);
        }
        return rank;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    @Override
    public String toString() {
        return Double.isNaN(low)
                ? String.format(Locale.ROOT, "%.3f", median)
                : String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", median, low, high);
    }
}
