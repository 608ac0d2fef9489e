package io.barograph.bar.prune;

/**
 * The barrier f of the budget-aware loss: 0 up to the lower bound a, growing to its cap at the current budget b. No gradient
 * flows through it. Volumes in maps·pixels.
 *
 * @param maximum the cap, also the value for volumes over b; positive
 */
public record Barrier(double maximum) {
    private static final double MARGIN = 1e-4 * 1.01;

    public Barrier {
        if (!(maximum > 0) || Double.isInfinite(maximum)) {
            throw new IllegalArgumentException("barrier maximum must be positive and finite, was " + maximum);
        }
    }

    /** The lower bound a = B − 1e-4·1.01·V_F below which nothing is penalised. */
    public static double lowerBound(double budgetVolume, double denseVolume) {
        return budgetVolume - MARGIN * denseVolume;
    }

    /**
     * f(V, a, b) = (V−a)² / ((b−V)(b−a)) between a and b, capped.
     *
     * @throws IllegalArgumentException if a is not below b
     */
    public double value(double volume, double lower, double upper) {
        if (!(lower < upper)) {
            throw new IllegalArgumentException("barrier needs lower < upper, got " + lower + " and " + upper);
        }
        if (volume <= lower) {
            return 0;
        }
        if (volume >= upper) {
            return maximum;
        }
        double excess = volume - lower;
        return Math.min(maximum, excess * excess / ((upper - volume) * (upper - lower)));
    }
}
