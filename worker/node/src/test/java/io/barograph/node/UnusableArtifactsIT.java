package io.barograph.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.barograph.api.DatasetName;
import io.barograph.api.DatasetSpec;
import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.FineTuneSpec;
import io.barograph.api.NetworkSpec;
import io.barograph.api.Phase;
import io.barograph.api.Precision;
import io.barograph.api.PretrainSpec;
import io.barograph.api.Progress;
import io.barograph.api.PruneSpec;
import io.barograph.api.RungSpec;
import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialConfig;
import io.barograph.artifacts.ArtifactStore;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whatever is wrong with what a trial was given, it is said, and the trial ends as one that was given nothing. */
class UnusableArtifactsIT {
    private static final TrainingSpec SHORT = new TrainingSpec(
            64,
            0.02,
            Precision.FLOAT32,
            new PretrainSpec(1, 0.003),
            new PruneSpec(2, 0.002, 45, 0.024, 10_000),
            new RungSpec(1, 30, 1),
            new FineTuneSpec(0, 0, 0.003),
            TrainingSpec.DEFAULT.distillation());

    @TempDir
    Path folder;

    private final List<EpochReport> epochs = new ArrayList<>();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(BarTrialTrainer.class);
    private ArtifactStore artifacts;
    private BarTrialTrainer trainer;

    @BeforeEach
    void open() {
        artifacts = ArtifactStore.folder(folder.resolve("artifacts"));
        trainer = new BarTrialTrainer(artifacts, folder.resolve("work"));
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
    }

    @Test
    void aCheckpointThatIsDamagedForeignOrNewerCostsItsWorkAgainAndNoMore() throws Exception {
        train(assignment(1, 1, null, null, null));
        String own = Objects.requireNonNull(epochs.get(0).checkpoint());
        byte[] whole = Files.readAllBytes(artifacts.get(own));
        train(assignment(1, 2, null, null, null));
        String foreign = Objects.requireNonNull(epochs.get(1).checkpoint());
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;

        refused("checkpoint", stored(new byte[0]), "zip file is empty");
        refused("checkpoint", stored(Arrays.copyOf(whole, whole.length / 3)), "cannot read checkpoint");
        refused("checkpoint", stored(flipped), "is damaged");
        refused("checkpoint", stored(newer()), "was it written by a newer Barograph?");
        refused("checkpoint", foreign, "belongs to another trial: its seed is 2");
        Files.write(artifacts.get(own), flipped); // on the disk, under the old hash
        refused("checkpoint", own, "is damaged");
        refused("checkpoint", TestingTrials.HASH, "is missing");
    }

    private void refused(String part, String checkpoint, String reason) {
        epochs.clear();
        logged.list.clear();
        train(assignment(1, 1, null, null, checkpoint));
        assertThat(logged.list).hasSize(1);
        assertThat(logged.list.get(0).getFormattedMessage())
                .contains("the " + part + " cannot be used, doing its work again: ", reason);
        assertThat(epochs).extracting(EpochReport::epoch).containsExactly(1);
        assertThat(epochs.get(0).checkpoint())
                .as("the next attempt gets this one")
                .isNotNull();
    }

    @Test
    void aDenseNetworkAndARungThatCannotBeUsedAreMadeAgainOrDoneWithout() throws Exception {
        train(assignment(0.5, 1, null, null, null));
        String teacher = Objects.requireNonNull(epochs.get(0).teacher());
        String rung = Objects.requireNonNull(epochs.get(2).rung());
        byte[] cutTeacher = Files.readAllBytes(artifacts.get(teacher));
        byte[] cutRung = Files.readAllBytes(artifacts.get(rung));

        epochs.clear();
        train(assignment(
                0.25,
                1,
                stored(Arrays.copyOf(cutTeacher, cutTeacher.length - 100)),
                stored(Arrays.copyOf(cutRung, cutRung.length - 100)),
                null));
        assertThat(logged.list).hasSize(2);
        assertThat(logged.list).anySatisfy(event -> assertThat(event.getFormattedMessage())
                .contains("the dense cannot be used, doing its work again: cannot read model"));
        assertThat(logged.list).anySatisfy(event -> assertThat(event.getFormattedMessage())
                .contains("the rung cannot be used, doing its work again: cannot read checkpoint"));
        assertThat(epochs).extracting(EpochReport::phase).containsExactly(Phase.PRETRAIN, Phase.PRUNE, Phase.PRUNE);
        assertThat(epochs.get(0).teacher()).as("others need it too").isNotNull();
    }

    @Test
    void aStoreThatTakesNothingSaysNothingAgainstTheCheckpoint() throws Exception {
        Files.writeString(folder.resolve("artifacts"), "not a folder");
        assertThatThrownBy(() -> train(assignment(1, 1, null, null, null)))
                .hasMessageContaining("cannot store")
                .asInstanceOf(InstanceOfAssertFactories.type(TrialException.class))
                .returns(FailureCode.INTERNAL, TrialException::code);
    }

    private String stored(byte[] content) throws IOException {
        return artifacts.put(Files.write(folder.resolve("given"), content));
    }

    private byte[] newer() throws IOException {
        Path file = folder.resolve("newer");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("position"));
            new DataOutputStream(zip).writeInt(1000);
        }
        return Files.readAllBytes(file);
    }

    private void train(TrialAssignment assignment) {
        TrialListener listener = new TrialListener() {
            @Override
            public void onEpoch(EpochReport report, Runnable stored) {
                epochs.add(report); // not told as stored, so that every checkpoint stays
            }

            @Override
            public void onProgress(Progress progress) {}
        };
        assertThat(trainer.train(assignment, listener, () -> false)).isInstanceOf(TrialOutcome.Completed.class);
    }

    private static TrialAssignment assignment(
            double budget, long seed, @Nullable String teacher, @Nullable String rung, @Nullable String checkpoint) {
        return new TrialAssignment(
                "sweep",
                new TrialConfig("t0001", 0, budget, seed, new TreeMap<>(), SHORT),
                DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE),
                new NetworkSpec.PlainCnn(4),
                1,
                60_000,
                teacher,
                "dense",
                rung,
                true,
                checkpoint,
                null);
    }
}
