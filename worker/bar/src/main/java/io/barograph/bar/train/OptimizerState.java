package io.barograph.bar.train;

/**
 * Moments of an {@link Adam}, as long as the parameters' flat array.
 *
 * @param steps steps taken, for the bias correction
 */
record OptimizerState(float[] first, float[] second, long steps) {}
