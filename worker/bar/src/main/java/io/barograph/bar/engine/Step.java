package io.barograph.bar.engine;

import java.util.Map;

/** One op of a training plan, bound to its buffers. */
interface Step {
    /** Copies what the step needs from the host. */
    default void load(ParameterSet parameters, Map<String, float[]> gates) {}

    void forward();

    void backward();

    /** Copies gradients to the host. */
    default void store(ParameterSet parameters, float[] gradient, Map<String, float[]> gateGradients) {}
}
