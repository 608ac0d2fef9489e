package io.barograph.bar.train;

import io.barograph.bar.data.Batches;
import io.barograph.bar.data.ImageBatch;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.InferenceExecution;

/**
 * Teacher logits computed once: without shifts every training image has two forms at most.
 *
 * @param classes logits of an image
 * @param byFlip for plain and, if images are mirrored at all, mirrored images, [image][class]
 */
record TeacherTable(int classes, float[][] byFlip) implements TeacherLogits {
    static TeacherTable of(InferenceExecution teacher, ImageDataset data, boolean mirrored) {
        float[][] byFlip = new float[mirrored ? 2 : 1][];
        for (int flip = 0; flip < byFlip.length; flip++) {
            byFlip[flip] = new float[data.train().size() * data.classes()];
            try (Batches batches = flip == 0
                    ? Batches.evaluation(data, data.train(), teacher.batchSize())
                    : Batches.mirrored(data, data.train(), teacher.batchSize())) {
                while (batches.hasNext()) {
                    ImageBatch batch = batches.next();
                    float[] logits = teacher.logits(batch.pixels());
                    int first = batch.indices()[0] * data.classes();
                    System.arraycopy(logits, 0, byFlip[flip], first, batch.size() * data.classes());
                }
            }
        }
        return new TeacherTable(data.classes(), byFlip);
    }

    @Override
    public void of(ImageBatch batch, int position, float[] into) {
        float[] logits = byFlip[batch.flips()[position]];
        System.arraycopy(logits, batch.indices()[position] * classes, into, 0, classes);
    }
}
