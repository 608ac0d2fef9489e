package io.barograph.bar.engine;

import java.util.Map;

/**
 * Forward and backward passes of one network with a fixed batch size. Not thread-safe: one thread at a time.
 */
public interface TrainingExecution extends AutoCloseable {
    /** Examples per step. */
    int batchSize();

    /**
     * Forward pass with batch statistics.
     *
     * @param parameters current values
     * @param pixels images [batch, height, width, channels]
     * @param gates per gate layer the value z of each channel; gates that are absent are 1
     * @return logits [batch, classes], overwritten by the next call
     */
    float[] forward(ParameterSet parameters, float[] pixels, Map<String, float[]> gates);

    /**
     * Backward pass of the last forward pass.
     *
     * @param parameters the values given to forward
     * @param logitGradient dL/dlogits [batch, classes]
     * @param gradient receives dL/dparameter at each parameter's offset; running statistics get 0
     * @param gateGradients receives dL/dz per gate layer that was given to forward
     */
    void backward(ParameterSet parameters, float[] logitGradient, float[] gradient, Map<String, float[]> gateGradients);

    /** Moves the running statistics towards those of the last forward pass: r = decay r + (1 - decay) batch. */
    void updateRunningStatistics(ParameterSet parameters, double decay);

    /** Frees native memory; a second call does nothing. */
    @Override
    void close();
}
