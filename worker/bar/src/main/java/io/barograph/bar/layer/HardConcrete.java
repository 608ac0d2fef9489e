package io.barograph.bar.layer;

/**
 * The Hard Concrete distribution of a gate (Louizos, Welling, Kingma 2018) with β = 2/3, γ = −0.1, ζ = 1.1: pure functions of
 * the gate's log α, in double.
 */
public final class HardConcrete {
    /** Temperature β. */
    public static final double BETA = 2.0 / 3.0;
    /** Lower end γ of the stretched interval. */
    public static final double GAMMA = -0.1;
    /** Upper end ζ of the stretched interval. */
    public static final double ZETA = 1.1;
    /** A gate is open when its log α is above this: −ln 11. */
    public static final double CLOSING_LOG_ALPHA = -Math.log(-ZETA / GAMMA);

    private static final double STRETCH = ZETA - GAMMA;
    private static final double SHIFT = BETA * Math.log(-GAMMA / ZETA);
    private static final double UNIFORM_MARGIN = 1e-6;

    private HardConcrete() {}

    /** The logistic function 1 / (1 + e^−x). */
    public static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** A training draw z in [0, 1] for a uniform number in (0, 1), clamped to 1e-6 from both ends. */
    public static double sample(double logAlpha, double uniform) {
        return clip(stretched(noisy(logAlpha, uniform)));
    }

    /** The derivative of {@link #sample} with respect to log α; 0 where z is clipped to 0 or 1. */
    public static double sampleSlope(double logAlpha, double uniform) {
        double s = noisy(logAlpha, uniform);
        return inside(stretched(s)) ? STRETCH * s * (1 - s) / BETA : 0;
    }

    /** The gate's value z in [0, 1] in evaluation. */
    public static double deterministic(double logAlpha) {
        return clip(stretched(sigmoid(logAlpha)));
    }

    /** The derivative of {@link #deterministic} with respect to log α; 0 where z is clipped to 0 or 1. */
    public static double deterministicSlope(double logAlpha) {
        double s = sigmoid(logAlpha);
        return inside(stretched(s)) ? STRETCH * s * (1 - s) : 0;
    }

    /** Whether the gate is open: its evaluation value is above 0, that is log α > −ln 11. */
    public static boolean isOpen(double logAlpha) {
        return deterministic(logAlpha) > 0;
    }

    /** The closed form of P(z > 0) in training: σ(log α − β ln(−γ/ζ)). */
    public static double openProbability(double logAlpha) {
        return sigmoid(logAlpha - SHIFT);
    }

    /** The derivative of {@link #openProbability} with respect to log α. */
    public static double openProbabilitySlope(double logAlpha) {
        double p = openProbability(logAlpha);
        return p * (1 - p);
    }

    private static double noisy(double logAlpha, double uniform) {
        double u = Math.min(1 - UNIFORM_MARGIN, Math.max(UNIFORM_MARGIN, uniform));
        return sigmoid((Math.log(u) - Math.log1p(-u) + logAlpha) / BETA);
    }

    private static double stretched(double s) {
        return s * STRETCH + GAMMA;
    }

    private static double clip(double z) {
        return Math.min(1, Math.max(0, z));
    }

    private static boolean inside(double z) {
        return z > 0 && z < 1;
    }
}
