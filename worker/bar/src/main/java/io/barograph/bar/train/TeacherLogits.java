package io.barograph.bar.train;

import io.barograph.bar.data.ImageBatch;

/** The teacher's logits for the images of a batch as they were augmented. */
@FunctionalInterface
interface TeacherLogits extends AutoCloseable {
    /** Copies the logits of one image of the batch; positions of a batch are asked for in order, from 0. */
    void of(ImageBatch batch, int position, float[] into);

    @Override
    default void close() {}
}
