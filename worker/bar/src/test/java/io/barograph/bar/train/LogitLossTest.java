package io.barograph.bar.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.bar.data.Augmentation;
import io.barograph.bar.data.Batches;
import io.barograph.bar.data.ImageBatch;
import io.barograph.bar.data.ImageDataset;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LogitLossTest {
    private static final int CLASSES = 10;
    private static final int BATCH = 6;

    private final ImageDataset data = TestingTrials.data(20, 20);
    private final Random random = new Random(5);

    @Test
    void crossEntropyMatchesFiniteDifferences() {
        checkGradient(LogitLoss.crossEntropy(CLASSES));
    }

    @Test
    void distillationMatchesFiniteDifferences() {
        float[] teacher = logits();
        checkGradient(LogitLoss.distillation(
                CLASSES,
                4,
                0.9,
                (batch, position, into) -> System.arraycopy(teacher, position * CLASSES, into, 0, CLASSES)));
    }

    @Test
    void distillationFromOneselfIsOnlyTheLabelsShare() {
        float[] own = logits();
        LogitLoss distillation = LogitLoss.distillation(
                CLASSES,
                4,
                0.9,
                (batch, position, into) -> System.arraycopy(own, position * CLASSES, into, 0, CLASSES));
        try (Batches batches = Batches.training(data, BATCH, 1, 0, Augmentation.NONE)) {
            ImageBatch batch = batches.next();
            float[] gradient = new float[own.length];
            double labels = LogitLoss.crossEntropy(CLASSES).apply(own, batch, gradient);
            assertThat(distillation.apply(own, batch, gradient)).isEqualTo(0.1 * labels, Offset.offset(1e-9));
        }
    }

    private void checkGradient(LogitLoss loss) {
        try (Batches batches = Batches.training(data, BATCH, 1, 0, Augmentation.NONE)) {
            ImageBatch batch = batches.next();
            float[] logits = logits();
            float[] gradient = new float[logits.length];
            float[] scratch = new float[logits.length];
            loss.apply(logits, batch, gradient);
            for (int i = 0; i < logits.length; i++) {
                float step = 1f / 128;
                float at = logits[i];
                logits[i] = at + step;
                double up = loss.apply(logits, batch, scratch);
                logits[i] = at - step;
                double down = loss.apply(logits, batch, scratch);
                logits[i] = at;
                assertThat((double) gradient[i]).isEqualTo((up - down) / (2 * step), Offset.offset(1e-4));
            }
        }
    }

    private float[] logits() {
        float[] logits = new float[BATCH * CLASSES];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextGaussian() * 2;
        }
        return logits;
    }
}
