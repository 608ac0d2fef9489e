package io.barograph.metrics;

import io.barograph.api.BudgetStatus;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What is measured of the budgets of one sweep, by budgets rounded up to a halving. Add all first, then put. */
public final class BudgetSample {
    private static final int SMALLEST_HALVING = 10;

    /** 1, 1/2, 1/4 ... as decimals. */
    private static final String[] BUCKETS = IntStream.rangeClosed(0, SMALLEST_HALVING)
            .mapToObj(halvings -> Double.toString(Math.scalb(1.0, -halvings)))
            .toArray(String[]::new);

    /** How many budgets differ when rounded. */
    static final int MOST_BUCKETS = BUCKETS.length;

    private final double[] best = new double[MOST_BUCKETS];
    private final double[] error = new double[MOST_BUCKETS];
    private final int[] status = new int[BudgetStatus.values().length];

    public BudgetSample() {
        Arrays.fill(best, Double.NaN);
        Arrays.fill(error, Double.NaN);
    }

    /**
     * Adds a completed trial.
     *
     * @param budget asked fraction of the dense volume, in (0, 1]
     * @param volumeRatio the fraction that its network has
     * @param accuracy on the validation split, in [0, 1]
     */
    public void add(double budget, double volumeRatio, double accuracy) {
        int bucket = halvings(budget);
        BudgetStatus kept = BudgetStatus.of(budget, volumeRatio);
        status[kept.ordinal()]++;
        error[bucket] = larger(error[bucket], (volumeRatio - budget) / budget);
        if (kept != BudgetStatus.OVER) {
            best[bucket] = larger(best[bucket], accuracy);
        }
    }

    /** The larger one; any value is larger than none. */
    private static double larger(double known, double value) {
        return known >= value ? known : value;
    }

    void put(GaugeSheet.Page page, String sweep) {
        for (int i = 0; i < MOST_BUCKETS; i++) {
            if (!Double.isNaN(best[i])) {
                page.put(Metric.SWEEP_BEST_ACCURACY, best[i], sweep, BUCKETS[i]);
            }
            if (!Double.isNaN(error[i])) {
                page.put(Metric.SWEEP_BUDGET_ERROR, error[i], sweep, BUCKETS[i]);
            }
        }
        for (BudgetStatus each : BudgetStatus.values()) {
            page.put(Metric.SWEEP_BUDGET_STATUS, status[each.ordinal()], sweep, SweepGauges.label(each));
        }
    }

    /** The budget rounded up to 1, 1/2, 1/4 ..., as a decimal; everything below the smallest is in the smallest. */
    static String bucket(double budget) {
        return BUCKETS[halvings(budget)];
    }

    private static int halvings(double budget) {
        int halvings = 0;
        while (halvings < SMALLEST_HALVING && budget <= Math.scalb(1.0, -halvings - 1)) {
            halvings++;
        }
        return halvings;
    }
}
