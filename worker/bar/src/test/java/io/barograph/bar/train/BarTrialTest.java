package io.barograph.bar.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.ParameterSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarTrialTest {
    private static final Offset<Float> NEARLY = Offset.offset(1e-3f);

    private static final NetworkRecipe RESNET = new NetworkRecipe(NetworkRecipe.Kind.RESNET, 8, 8);

    @TempDir
    Path folder;

    private final ImageDataset data = TestingTrials.data(1600, 500);
    private final TestingTrials.RecordingListener listener = new TestingTrials.RecordingListener();

    @Test
    void meetsItsBudgetWithAPhysicallySmallNetworkThatStillKnowsItsClasses() {
        TrainedModel model = run(TestingTrials.recipe(RESNET, 0.25, 20));

        assertThat(model.volumeRatio()).isBetween(0.9 * 0.25, 0.25);
        if (model.closedByForce() == 0) {
            assertThat(model.physicalVolume()).isEqualTo(model.maskVolume());
        }
        assertThat(model.openMaps().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isLessThan(8 + 2 * 8 + 3 * 16 + 3 * 32);
        assertThat(model.validationAccuracy()).isGreaterThan(0.5);
        assertThat(model.fileBytes()).isLessThan(size(folder.resolve("dense.zip")));
        assertThat(listener.dense).isEqualTo(1);
        assertThat(listener.epochs)
                .containsExactly(
                        "PRETRAIN 1",
                        "PRETRAIN 2",
                        "PRUNE 3",
                        "PRUNE 4",
                        "PRUNE 5",
                        "PRUNE 6",
                        "FINE_TUNE 7",
                        "FINE_TUNE 8");
    }

    @Test
    void budgetOfOneIsTheDenseNetwork() {
        TrainedModel model = run(TestingTrials.recipe(RESNET, 1, 20));

        assertThat(model.volumeRatio()).isEqualTo(1);
        assertThat(listener.epochs).containsExactly("PRETRAIN 1", "PRETRAIN 2");
    }

    @Test
    void goesOnFromItsCheckpointToTheSameResult() throws Exception {
        TrialRecipe recipe = TestingTrials.recipe(new NetworkRecipe(NetworkRecipe.Kind.PLAIN_CNN, 0, 4), 0.5, 20);
        ImageDataset small = TestingTrials.data(1000, 300);
        TrainedModel undisturbed = BarTrial.run(
                recipe, small, TrialStart.FRESH, Files.createDirectory(folder.resolve("a")), listener, () -> false);

        Path interrupted = Files.createDirectory(folder.resolve("b"));
        Path dense = null;
        Path checkpoint = null;
        TrainedModel resumed = null;
        for (int attempt = 0; resumed == null; attempt++) {
            assertThat(attempt).isLessThan(10);
            AtomicInteger steps = new AtomicInteger();
            try {
                resumed = BarTrial.run(
                        recipe,
                        small,
                        new TrialStart(dense, null, checkpoint, null),
                        interrupted,
                        new TestingTrials.RecordingListener(),
                        () -> steps.incrementAndGet() > 130);
            } catch (TrialCancelledException e) {
                Path denseFile = interrupted.resolve("dense.zip");
                dense = Files.exists(denseFile) ? denseFile : null;
                checkpoint = interrupted.resolve("checkpoint.zip");
                assertThat(checkpoint).exists();
            }
        }
        assertThat(resumed.openMaps()).isEqualTo(undisturbed.openMaps());
        assertThat(resumed.testAccuracy()).isEqualTo(undisturbed.testAccuracy());
        float[] a = ParameterSet.of(ModelFiles.read(undisturbed.model())).values();
        float[] b = ParameterSet.of(ModelFiles.read(resumed.model())).values();
        assertThat(b).containsExactly(a, NEARLY);
    }

    @Test
    void goesOnFromTheSnapshotOfALooserBudget() throws Exception {
        run(TestingTrials.recipe(RESNET, 0.5, 20));
        TrialRecipe tighter = TestingTrials.recipe(RESNET, 0.25, 20);
        Path rung = folder.resolve("rung.zip");
        Path dense = folder.resolve("dense.zip");

        TestingTrials.RecordingListener heard = new TestingTrials.RecordingListener();
        TrainedModel model = BarTrial.run(
                tighter,
                data,
                new TrialStart(dense, rung, null, null),
                Files.createDirectory(folder.resolve("next")),
                heard,
                () -> false);

        assertThat(model.volumeRatio()).isBetween(0.8 * 0.25, 0.25);
        assertThat(model.validationAccuracy()).isGreaterThan(0.5);
        assertThat(heard.epochs).containsExactly("PRUNE 3", "PRUNE 4", "PRUNE 5", "FINE_TUNE 6");
        assertThat(heard.values.get(0).get("volumeRatio")).isLessThanOrEqualTo(0.5);
        assertThat(heard.totals).as("epochs told with progress").containsOnly(6);
        assertThat(heard.rungs).as("snapshots left").hasSize(1);
        assertThat(listener.totals).containsOnly(8);
    }

    @Test
    void goesOnFromTheSnapshotAlsoAfterItHadToTrainTheDenseNetworkAgain() throws Exception {
        NetworkRecipe network = new NetworkRecipe(NetworkRecipe.Kind.PLAIN_CNN, 0, 4);
        run(TestingTrials.recipe(network, 0.5, 20));
        TrialRecipe tighter = TestingTrials.recipe(network, 0.25, 20);
        Path next = Files.createDirectory(folder.resolve("next"));
        Path rung = folder.resolve("rung.zip");
        TestingTrials.RecordingListener first = new TestingTrials.RecordingListener();
        assertThatThrownBy(() -> BarTrial.run(
                        tighter,
                        data,
                        new TrialStart(null, rung, null, null),
                        next,
                        first,
                        () -> first.epochs.size() == 1))
                .isInstanceOf(TrialCancelledException.class);

        TestingTrials.RecordingListener second = new TestingTrials.RecordingListener();
        Path checkpoint = next.resolve("checkpoint.zip");
        BarTrial.run(tighter, data, new TrialStart(null, rung, checkpoint, null), next, second, () -> false);
        assertThat(second.epochs).containsExactly("PRETRAIN 2", "PRUNE 3", "PRUNE 4", "PRUNE 5", "FINE_TUNE 6");
    }

    @Test
    void teacherLogitsOfAnotherTrialServeTheSameNetworkAndNoOther() throws Exception {
        NetworkRecipe network = new NetworkRecipe(NetworkRecipe.Kind.PLAIN_CNN, 0, 4);
        TrialRecipe recipe = TestingTrials.recipe(network, 0.5, 20);
        ImageDataset small = TestingTrials.data(1000, 300);
        TeacherCache shared = new TeacherCache();
        float[] alone = pruned(recipe, small, null);

        assertThat(pruned(recipe, small, shared)).as("filled by it").containsExactly(alone, NEARLY);
        assertThat(pruned(recipe, small, shared)).as("found by it").containsExactly(alone, NEARLY);
        pruned(recipe, TestingTrials.data(1100, 300), shared);
        assertThat(pruned(recipe, small, shared)).as("replaced meanwhile").containsExactly(alone, NEARLY);
    }

    private float[] pruned(TrialRecipe recipe, ImageDataset images, @Nullable TeacherCache teachers) throws Exception {
        Path own = Files.createTempDirectory(folder, "trial");
        TrainedModel model =
                BarTrial.run(recipe, images, new TrialStart(null, null, null, teachers), own, listener, () -> false);
        return ParameterSet.of(ModelFiles.read(model.model())).values();
    }

    @Test
    void refusesWhatCannotWorkBeforeTraining() {
        assertThatThrownBy(() -> run(TestingTrials.recipe(RESNET, 0.001, 20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cheapest path");
        assertThatThrownBy(() -> run(TestingTrials.recipe(RESNET, 0.5, 400)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prune.epochs");
        assertThat(listener.epochs).isEmpty();
        TrialRecipe fewRungSteps = TestingTrials.recipe(RESNET, 0.25, 32);
        assertThat(fewRungSteps.rung().epochs() * (data.train().size() / 32)).isEqualTo(150);
        BarTrial.requireFeasibleRung(fewRungSteps, data);
        assertThatThrownBy(() -> BarTrial.requireFeasibleRung(TestingTrials.recipe(RESNET, 0.25, 50), data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rung.epochs 3 gives 96 rung steps, but gates need at least 100");
    }

    private TrainedModel run(TrialRecipe recipe) {
        return BarTrial.run(recipe, data, TrialStart.FRESH, folder, listener, () -> false);
    }

    private static long size(Path file) {
        return file.toFile().length();
    }
}
