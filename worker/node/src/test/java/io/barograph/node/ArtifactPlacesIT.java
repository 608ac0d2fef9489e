package io.barograph.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.Progress;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialResult;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.artifacts.TestingS3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real training whose artifacts are somewhere else, or for which there is no place. */
class ArtifactPlacesIT {
    @TempDir
    Path folder;

    private final List<EpochReport> epochs = new ArrayList<>();

    @Test
    void aTrialGoesOnOnAnotherMachineFromWhatIsInS3() throws Exception {
        try (TestingS3Server server = TestingS3Server.start(folder.resolve("server"))) {
            ArtifactStore first = server.store("cluster", folder.resolve("cache-1"));
            TrialOutcome left =
                    trainer(first, "work-1").train(trial(1, null, null), listener(), () -> epochs.size() >= 3);
            assertThat(left).isInstanceOf(TrialOutcome.Interrupted.class);
            String teacher = epochs.get(1).teacher();
            String checkpoint = epochs.get(2).checkpoint();
            assertThat(first.list())
                    .contains(teacher, checkpoint)
                    .doesNotContain(epochs.get(0).checkpoint());

            epochs.clear();
            ArtifactStore second = server.store("cluster", folder.resolve("cache-2"));
            TrialResult result = train(trainer(second, "work-2"), trial(2, teacher, checkpoint), () -> false);
            assertThat(epochs).extracting(EpochReport::epoch).containsExactly(4, 5);
            ArtifactStore third = server.store("cluster", folder.resolve("cache-3"));
            assertThat(third.get(result.model())).isNotEmptyFile();
            assertThat(ModelReader.read(Files.readAllBytes(third.get(Objects.requireNonNull(result.onnx()))))
                            .volumePixels())
                    .isEqualTo(result.measurement().volumePixels());
        }
    }

    @Test
    void aStoreThatIsAwayIsNoReasonToStartTheTrialAgain() throws Exception {
        TestingS3Server server = TestingS3Server.start(folder.resolve("server"));
        ArtifactStore store = server.store("cluster", folder.resolve("cache"));
        BarTrialTrainer trainer = trainer(store, "work");
        assertThat(trainer.storageProblem()).isNull();
        server.close();
        assertProblem(FailureCode.STORAGE_UNAVAILABLE, trainer);
        assertThat(trainer.storageProblem())
                .contains("s3://", "does not answer")
                .doesNotContain("AKTESTING");
        assertThat(epochs).isEmpty();
        server.start();
        try (server) {
            assertThat(trainer.storageProblem()).isNull();
        }
    }

    @Test
    void aTrialStopsAtAFullDiskAndGoesOnWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", disk.toString()), "may mount a small disk");
        try {
            BarTrialTrainer trainer = trainer(ArtifactStore.folder(disk.resolve("artifacts")), "work");
            assertThat(trainer.storageProblem()).isNull();
            TrialListener filling = new Listener() {
                @Override
                public void onEpoch(EpochReport report, Runnable stored) {
                    super.onEpoch(report, stored);
                    assertThat(run("dd", "if=/dev/zero", "of=" + disk.resolve("others"), "bs=1M"))
                            .as("the disk is full now")
                            .isFalse();
                }
            };
            assertThatThrownBy(() -> trainer.train(trial(1, null, null), filling, () -> false))
                    .asInstanceOf(InstanceOfAssertFactories.type(TrialException.class))
                    .returns(FailureCode.STORAGE_FULL, TrialException::code);
            assertThat(epochs).hasSize(1);
            assertThat(trainer.storageProblem()).contains("no space left on the disk");
            assertProblem(FailureCode.STORAGE_FULL, trainer);
            assertThat(epochs).as("not an epoch is trained in vain").hasSize(1);

            Files.delete(disk.resolve("others"));
            assertThat(trainer.storageProblem()).isNull();
            TrialResult result = train(trainer, trial(2, null, epochs.get(0).checkpoint()), () -> false);
            assertThat(epochs).extracting(EpochReport::epoch).containsExactly(1, 2, 3, 4, 5);
            assertThat(result.measurement().volumeRatio()).isLessThanOrEqualTo(0.5);
        } finally {
            run("umount", disk.toString());
        }
    }

    private void assertProblem(FailureCode code, BarTrialTrainer trainer) {
        TrialAssignment again = trial(2, TestingTrials.HASH, TestingTrials.HASH);
        assertThatThrownBy(() -> trainer.train(again, listener(), () -> false))
                .asInstanceOf(InstanceOfAssertFactories.type(TrialException.class))
                .returns(code, TrialException::code);
    }

    private BarTrialTrainer trainer(ArtifactStore artifacts, String work) {
        return new BarTrialTrainer(artifacts, folder.resolve(work));
    }

    private static TrialAssignment trial(int attempt, @Nullable String teacher, @Nullable String checkpoint) {
        return BarTrialTrainerIT.assignment(0.5, attempt, teacher, checkpoint);
    }

    private TrialResult train(BarTrialTrainer trainer, TrialAssignment trial, BooleanSupplier cancelled) {
        return ((TrialOutcome.Completed) trainer.train(trial, listener(), cancelled)).result();
    }

    private TrialListener listener() {
        return new Listener();
    }

    private class Listener implements TrialListener {
        @Override
        public void onEpoch(EpochReport report, Runnable stored) {
            epochs.add(report);
            stored.run();
        }

        @Override
        public void onProgress(Progress progress) {}
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
