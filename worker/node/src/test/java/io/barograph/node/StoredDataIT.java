package io.barograph.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.DatasetSpec;
import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.FineTuneSpec;
import io.barograph.api.NetworkSpec;
import io.barograph.api.Precision;
import io.barograph.api.PretrainSpec;
import io.barograph.api.Progress;
import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialConfig;
import io.barograph.api.TrialResult;
import io.barograph.artifacts.ArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials on data that is only in the artifact store, or not what it should be. */
class StoredDataIT {
    private static final TrainingSpec SHORT = new TrainingSpec(
            16,
            0.02,
            Precision.FLOAT32,
            new PretrainSpec(2, 0.003),
            TrainingSpec.DEFAULT.prune(),
            TrainingSpec.DEFAULT.rung(),
            new FineTuneSpec(1, 0, 0.003),
            TrainingSpec.DEFAULT.distillation());

    @TempDir
    Path folder;

    private ArtifactStore artifacts;
    private BarTrialTrainer trainer;
    private String hash;

    @BeforeEach
    void push() throws IOException {
        artifacts = ArtifactStore.folder(folder.resolve("artifacts"));
        hash = TestingData.push(TestingData.imageFolder(folder.resolve("elsewhere"), 60, 1), artifacts);
        DatasetCache data = DatasetCache.inFolder(artifacts, folder.resolve("cache"), 1 << 20, DataRoots.anywhere());
        trainer = new BarTrialTrainer(artifacts, folder.resolve("work"), data);
    }

    @Test
    void trainsOnWhatIsOnlyInTheArtifactStoreAndTheModelNamesIt() throws IOException {
        assertThat(trainer.datasets()).isEmpty();
        TrialResult result = train(TestingData.spec(null, hash));
        assertThat(result.measurement().validationAccuracy()).isEqualTo(1);
        assertThat(dataOf(result)).isEqualTo(hash);
        assertThat(folder.resolve("cache").resolve(hash)).isRegularFile();
        assertThat(trainer.datasets()).containsExactly(hash);
    }

    @Test
    void aFolderOfTheRightNameWithOtherContentIsNotTrainedOn() throws IOException {
        Path other = TestingData.imageFolder(folder.resolve("flowers"), 60, 2);
        TrialResult result = train(TestingData.spec(other, hash));
        assertThat(dataOf(result)).isEqualTo(hash);
    }

    @Test
    void damagedDataFailsTheTrialAndIsNotTrainedOn() throws IOException {
        TestingData.damage(artifacts, hash);
        assertThatThrownBy(() -> train(TestingData.spec(null, hash)))
                .asInstanceOf(InstanceOfAssertFactories.type(TrialException.class))
                .returns(FailureCode.DATA_CORRUPT, TrialException::code);
        artifacts.delete(hash);
        assertThatThrownBy(() -> train(TestingData.spec(null, hash)))
                .asInstanceOf(InstanceOfAssertFactories.type(TrialException.class))
                .returns(FailureCode.DATA_MISSING, TrialException::code);
    }

    private String dataOf(TrialResult result) throws IOException {
        byte[] model = Files.readAllBytes(artifacts.get(Objects.requireNonNull(result.onnx())));
        return ModelReader.read(model).metadata().getOrDefault("barograph.dataset.hash", "none");
    }

    private TrialResult train(DatasetSpec dataset) {
        TrialAssignment assignment = new TrialAssignment(
                "sweep",
                new TrialConfig("t0001", 0, 1, 1, new TreeMap<>(), SHORT),
                dataset,
                new NetworkSpec.PlainCnn(8),
                1,
                60_000,
                null,
                "dense",
                null,
                false,
                null,
                null);
        TrialListener silent = new TrialListener() {
            @Override
            public void onEpoch(EpochReport report, Runnable stored) {
                stored.run();
            }

            @Override
            public void onProgress(Progress progress) {}
        };
        return ((TrialOutcome.Completed) trainer.train(assignment, silent, () -> false)).result();
    }
}
