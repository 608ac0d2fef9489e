package io.barograph.bar.train;

/** Learning rate over a phase. */
@FunctionalInterface
interface LearningRate {
    /** Rate at a progress from 0 to 1. */
    double at(double progress);

    /** Rises in a straight line over the first quarter, then falls along a cosine to a hundredth (Smith 2018). */
    static LearningRate oneCycle(double peak) {
        double rise = 0.25;
        return p -> p < rise
                ? peak * (0.1 + 0.9 * p / rise)
                : peak * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * (p - rise) / (1 - rise))));
    }

    /** Falls along a cosine from the given rate to zero (Loshchilov and Hutter 2017). */
    static LearningRate cosine(double start) {
        return p -> start * 0.5 * (1 + Math.cos(Math.PI * p));
    }

    /** Stays as it is. */
    static LearningRate constant(double rate) {
        return p -> rate;
    }
}
