package io.barograph.bar.train;

import io.barograph.bar.data.ImageBatch;
import io.barograph.bar.engine.InferenceExecution;

/** A teacher that is asked batch by batch, for images that are seldom the same twice. */
final class TeacherNetwork implements TeacherLogits {
    private final InferenceExecution network;
    private final int classes;
    private float[] current = new float[0];

    TeacherNetwork(InferenceExecution network, int classes) {
        this.network = network;
        this.classes = classes;
    }

    @Override
    public void of(ImageBatch batch, int position, float[] into) {
        if (position == 0) {
            current = network.logits(batch.pixels());
        }
        System.arraycopy(current, position * classes, into, 0, classes);
    }

    @Override
    public void close() {
        network.close();
    }
}
