package io.barograph.bench.report;

import java.util.Arrays;
import java.util.Collection;

/** Measured values, by order statistics. */
public final class Sample {
    private final double[] sorted;

    private Sample(double[] sorted) {
        this.sorted = sorted;
    }

    /** @throws IllegalArgumentException if there are none */
    public static Sample of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        return new Sample(
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray());
    }

    public double median() {
        return quantile(0.5);
    }

    /** The smallest value that at least this fraction of all does not exceed. */
    public double quantile(double fraction) {
        return sorted[Math.max(0, (int) Math.ceil(fraction * sorted.length) - 1)];
    }

    public double least() {
        return sorted[0];
    }

    public double most() {
        return sorted[sorted.length - 1];
    }

    public double sum() {
        return Arrays.stream(sorted).sum();
    }
}
