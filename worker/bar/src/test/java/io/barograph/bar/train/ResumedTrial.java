package io.barograph.bar.train;

import io.barograph.bar.data.Augmentation;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Small trials that between them go through all that training can do. */
enum ResumedTrial {
    /** The teacher is asked for every image. */
    SHIFTED_IMAGES(NetworkRecipe.Kind.PLAIN_CNN, 0.25, Precision.FLOAT32, 2, 0.9, 8),
    /** Teacher logits come from a table. */
    RESIDUAL_BFLOAT16(NetworkRecipe.Kind.RESNET, 0.25, Precision.BFLOAT16, 0, 0.9, 8),
    /** Goes on from the looser trial of a ladder, without distillation, after it had to train the dense network again. */
    RUNG(NetworkRecipe.Kind.PLAIN_CNN, 0.125, Precision.FLOAT32, 1, 0, 6),
    DENSE(NetworkRecipe.Kind.PLAIN_CNN, 1, Precision.FLOAT32, 1, 0.9, 2);

    private static final double LOOSER_BUDGET = 0.25;

    private final NetworkRecipe network;
    private final double budget;
    private final Precision precision;
    private final int shiftPixels;
    private final double distillation;
    private final int epochs;

    ResumedTrial(
            NetworkRecipe.Kind kind,
            double budget,
            Precision precision,
            int shiftPixels,
            double distillation,
            int epochs) {
        this.network = new NetworkRecipe(kind, 8, kind == NetworkRecipe.Kind.RESNET ? 4 : 8);
        this.budget = budget;
        this.precision = precision;
        this.shiftPixels = shiftPixels;
        this.distillation = distillation;
        this.epochs = epochs;
    }

    int epochs() {
        return epochs;
    }

    boolean isSupported() {
        return precision.isSupported();
    }

    static ImageDataset data() {
        return TestingTrials.data(1000, 300);
    }

    TrialRecipe recipe() {
        return recipe(budget);
    }

    /** The snapshot that the trial goes on from, if it does. */
    @Nullable
    Path rung(Path folder) {
        if (this != RUNG) {
            return null;
        }
        Path rung = folder.resolve("rung.zip");
        if (!Files.exists(rung)) {
            BarTrial.run(
                    recipe(LOOSER_BUDGET),
                    data(),
                    TrialStart.FRESH,
                    folder,
                    new TestingTrials.RecordingListener(),
                    () -> false);
        }
        return rung;
    }

    private TrialRecipe recipe(double asked) {
        TrialRecipe plain = TestingTrials.recipe(network, asked, 20);
        return new TrialRecipe(
                network,
                asked,
                plain.seed(),
                plain.batchSize(),
                plain.weightDecay(),
                precision,
                new Augmentation(true, shiftPixels),
                plain.pretrain(),
                plain.prune(),
                plain.rung(),
                plain.fineTune(),
                new TrialRecipe.Distillation(4, distillation));
    }
}
