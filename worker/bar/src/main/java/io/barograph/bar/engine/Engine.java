package io.barograph.bar.engine;

import java.util.Map;

/** Compiles networks into something that runs. The one seam between the DL4J graph and its execution. */
public interface Engine {
    /** The fast engine for CPUs, in float32. */
    static Engine oneDnn() {
        return oneDnn(Precision.FLOAT32);
    }

    /** The fast engine for CPUs. The precision is that of training steps; forward passes for evaluation are float32. */
    static Engine oneDnn(Precision precision) {
        return new OneDnnEngine(precision);
    }

    /** Prepares training steps of the given batch size. */
    TrainingExecution training(LayerGraph graph, int batchSize);

    /**
     * Prepares forward passes; batch normalization and gates are folded into the convolutions.
     *
     * @param gates per gate layer the value z of each channel; gates that are absent are 1
     */
    InferenceExecution inference(LayerGraph graph, ParameterSet parameters, Map<String, float[]> gates, int batchSize);
}
