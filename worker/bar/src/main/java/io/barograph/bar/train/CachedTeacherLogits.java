package io.barograph.bar.train;

import io.barograph.bar.data.Augmentation;
import io.barograph.bar.data.Batches;
import io.barograph.bar.data.ImageBatch;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.InferenceExecution;
import io.barograph.bar.engine.ParameterSet;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The teacher's logits for training images, asked for position by position from 0. Without shifts every image has two forms at most, whose logits are computed
 * once; with shifts they are computed batch by batch.
 */
final class CachedTeacherLogits implements TeacherLogits, AutoCloseable {
    private final InferenceExecution teacher;
    private final int classes;
    private final float[][] byFlip;
    private float[] current = new float[0];

    private CachedTeacherLogits(InferenceExecution teacher, int classes, float[][] byFlip) {
        this.teacher = teacher;
        this.classes = classes;
        this.byFlip = byFlip;
    }

    /** The teacher's logits for a trial's training images, in batches of training. */
    static CachedTeacherLogits of(TrialRun run, ComputationGraph teacherGraph) {
        InferenceExecution teacher = run.engine()
                .inference(
                        run.read(teacherGraph),
                        ParameterSet.of(teacherGraph),
                        Map.of(),
                        run.recipe().batchSize());
        ImageDataset data = run.data();
        Augmentation augmentation = run.recipe().augmentation();
        float[][] byFlip = new float[augmentation.shiftPixels() > 0 ? 0 : augmentation.flip() ? 2 : 1][];
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
        return new CachedTeacherLogits(teacher, data.classes(), byFlip);
    }

    @Override
    public void of(ImageBatch batch, int position, float[] into) {
        if (byFlip.length > 0) {
            float[] logits = byFlip[batch.flips()[position]];
            System.arraycopy(logits, batch.indices()[position] * classes, into, 0, classes);
            return;
        }
        if (position == 0) {
            current = teacher.logits(batch.pixels());
        }
        System.arraycopy(current, position * classes, into, 0, classes);
    }

    @Override
    public void close() {
        teacher.close();
    }
}
