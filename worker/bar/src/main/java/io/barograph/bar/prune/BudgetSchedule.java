package io.barograph.bar.prune;

import io.barograph.bar.layer.HardConcrete;

/**
 * The current budget b over the prune phase: from 1.01 times a start (V_F, or what an earlier
 * rung of a ladder left) to the final budget along a normalised sigmoid, then held.
 *
 * @param startVolume where it starts in maps·pixels
 * @param budgetVolume final budget B in maps·pixels, positive, at most the start
 * @param holdFrom part of the phase in (0, 1] from which b is B
 */
public record BudgetSchedule(double startVolume, double budgetVolume, double holdFrom) {
    /** b reaches B at 85 % of the phase. */
    public static final double DEFAULT_HOLD_FROM = 0.85;

    private static final double SLOPE = 10;
    private static final double START_FACTOR = 1.01;

    public BudgetSchedule {
        if (!(budgetVolume > 0) || budgetVolume > startVolume) {
            throw new IllegalArgumentException(
                    "budget volume must be in (0, " + startVolume + "], the volume at the start, was " + budgetVolume);
        }
        if (!(holdFrom > 0) || holdFrom > 1) {
            throw new IllegalArgumentException("holdFrom must be in (0, 1], was " + holdFrom);
        }
    }

    /** A schedule with the default hold. */
    public BudgetSchedule(double startVolume, double budgetVolume) {
        this(startVolume, budgetVolume, DEFAULT_HOLD_FROM);
    }

    /**
     * The budget b, in maps·pixels.
     *
     * @param progress part of the prune phase that is done, in [0, 1]
     */
    public double budgetAt(double progress) {
        if (!(progress >= 0) || progress > 1) {
            throw new IllegalArgumentException("progress must be in [0, 1], was " + progress);
        }
        double transition = transition(Math.min(1, progress / holdFrom));
        return (1 - transition) * START_FACTOR * startVolume + transition * budgetVolume;
    }

    private static double transition(double part) {
        double low = HardConcrete.sigmoid(-SLOPE / 2);
        double high = HardConcrete.sigmoid(SLOPE / 2);
        return (HardConcrete.sigmoid(SLOPE * (part - 0.5)) - low) / (high - low);
    }
}
