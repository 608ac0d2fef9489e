package io.barograph.bar.engine;

/** Forward passes of one network with running statistics and fixed parameters. Not thread-safe. */
public interface InferenceExecution extends AutoCloseable {
    /** Examples per pass. */
    int batchSize();

    /**
     * Logits of a batch.
     *
     * @param pixels images [batch, height, width, channels]; what stands behind the last real example is ignored
     * @return logits [batch, classes], overwritten by the next call
     */
    float[] logits(float[] pixels);

    /** Frees native memory; a second call does nothing. */
    @Override
    void close();
}
