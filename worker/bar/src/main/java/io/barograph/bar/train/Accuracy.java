package io.barograph.bar.train;

import io.barograph.bar.data.Batches;
import io.barograph.bar.data.ImageBatch;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.data.ImageSplit;
import io.barograph.bar.engine.InferenceExecution;

/** Share of images whose largest logit is that of their label. */
final class Accuracy {
    private Accuracy() {}

    /** Accuracy in [0, 1] over a whole split; ties go to the lower class. */
    static double of(InferenceExecution network, ImageDataset data, ImageSplit split) {
        int classes = data.classes();
        int correct = 0;
        try (Batches batches = Batches.evaluation(data, split, network.batchSize())) {
            while (batches.hasNext()) {
                ImageBatch batch = batches.next();
                float[] logits = network.logits(batch.pixels());
                for (int b = 0; b < batch.size(); b++) {
                    correct += best(logits, b * classes, classes) == batch.labels()[b] ? 1 : 0;
                }
            }
        }
        return (double) correct / split.size();
    }

    /** Index of the largest of some values. */
    static int best(float[] values, int offset, int count) {
        int best = 0;
        for (int k = 1; k < count; k++) {
            if (values[offset + k] > values[offset + best]) {
                best = k;
            }
        }
        return best;
    }
}
