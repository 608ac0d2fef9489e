package io.barograph.bar.train;

import io.barograph.bar.data.ImageBatch;

/** The teacher's logits for the images of a batch as they were augmented. */
@FunctionalInterface
interface TeacherLogits {
    /** Copies the logits of one image of the batch. */
    void of(ImageBatch batch, int position, float[] into);
}
