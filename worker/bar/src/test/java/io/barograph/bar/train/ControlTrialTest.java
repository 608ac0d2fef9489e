package io.barograph.bar.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.ParameterSet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTrialTest {
    private static final double BUDGET = 0.5;

    @TempDir
    Path folder;

    private final ImageDataset data = TestingTrials.data(400, 200);
    private final TestingTrials.RecordingListener listener = new TestingTrials.RecordingListener();
    private final TrialRecipe recipe =
            TestingTrials.recipe(new NetworkRecipe(NetworkRecipe.Kind.RESNET, 8, 8), BUDGET, 20);
    private Path dense;
    private ControlTrial control;

    @BeforeEach
    void trainTheTeacher() throws Exception {
        dense = folder.resolve("teacher.zip");
        ModelFiles.write(recipe.network().build(data, 1), dense);
        control = ControlTrial.of(recipe, data, dense, Files.createDirectory(folder.resolve("controls")), listener);
    }

    @Test
    void randomMaskMeetsTheBudgetAndGetsTheSameFineTuning() {
        TrainedModel one = control.randomMask(1);
        assertThat(one.volumeRatio()).isBetween(0.9 * BUDGET, BUDGET);
        assertThat(listener.epochs).hasSize(recipe.fineTune().epochsAt(BUDGET));
        assertThat(control.randomMask(2).openMaps()).isNotEqualTo(one.openMaps());
    }

    @Test
    void scratchHasTheSameShapeNewWeightsAndTheTotalSteps() throws Exception {
        Path pruned = Files.copy(control.randomMask(1).model(), folder.resolve("pruned.zip"));
        listener.epochs.clear();
        ControlTrial frozen = ControlTrial.of(
                withoutLearning(), data, dense, Files.createDirectory(folder.resolve("frozen")), listener);

        TrainedModel scratch = frozen.fromScratch(pruned);

        assertThat(listener.epochs).hasSize(recipe.totalEpochs());
        float[] before = ParameterSet.of(ModelFiles.read(pruned)).get("stem_conv", "W");
        float[] after = ParameterSet.of(ModelFiles.read(scratch.model())).get("stem_conv", "W");
        assertThat(after).hasSameSizeAs(before).isNotEqualTo(before);
        assertThat(after).isNotEqualTo(ParameterSet.of(ModelFiles.read(dense)).get("stem_conv", "W"));
        assertThat(deviation(after)).as("He's deviation").isCloseTo(Math.sqrt(2.0 / 9), Offset.offset(0.2));
    }

    @Test
    void uniformNetworkHasAboutTheBudgetsVolume() {
        assertThat(control.uniform().volumeRatio()).isEqualTo(BUDGET, Offset.offset(1e-9));
        assertThat(listener.epochs).hasSize(recipe.totalEpochs());
    }

    @Test
    void denseLongerIsDenseAndGetsTheTotalSteps() {
        assertThat(control.denseLonger().volumeRatio()).isEqualTo(1);
        assertThat(listener.epochs).hasSize(recipe.totalEpochs());
    }

    /** The same recipe with a rate so low that the weights stay as they were drawn. */
    private TrialRecipe withoutLearning() {
        return new TrialRecipe(
                recipe.network(),
                recipe.budget(),
                recipe.seed(),
                recipe.batchSize(),
                recipe.weightDecay(),
                recipe.precision(),
                recipe.augmentation(),
                new TrialRecipe.Pretrain(recipe.pretrain().epochs(), 1e-12),
                recipe.prune(),
                recipe.rung(),
                recipe.fineTune(),
                recipe.distillation());
    }

    private static double deviation(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares / values.length);
    }
}
