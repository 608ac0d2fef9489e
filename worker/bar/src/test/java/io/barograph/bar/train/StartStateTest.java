package io.barograph.bar.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.TrainingMachine;
import io.barograph.bar.train.UnusableStartException.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a trial is given to go on from is used as it is meant, or refused before any training, with the reason. */
class StartStateTest {
    private static final NetworkRecipe NETWORK = new NetworkRecipe(NetworkRecipe.Kind.PLAIN_CNN, 0, 4);

    @TempDir
    Path folder;

    private final ImageDataset data = TestingTrials.data(1000, 300);
    private final TrialRecipe recipe = TestingTrials.recipe(NETWORK, 0.5, 20);
    private final CheckpointOrigin own = CheckpointOrigin.of(recipe, data);
    private final TestingTrials.RecordingListener listener = new TestingTrials.RecordingListener();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(StartState.class);

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
    }

    @Test
    void aCheckpointOfAnotherMachineIsUsedWithOneWarningThatNamesBoth() {
        TrainingMachine here = own.machine();
        for (TrainingMachine elsewhere : List.of(
                new TrainingMachine("another CPU", here.libraries(), here.threads()),
                new TrainingMachine(here.cpu(), "oneDNN 0.1", here.threads()),
                new TrainingMachine(here.cpu(), here.libraries(), here.threads() + 1))) {
            logged.list.clear();
            Path file = checkpoint(fresh(NETWORK), new CheckpointOrigin(own.trial(), elsewhere));
            assertThat(read(new TrialStart(null, null, file, null)).checkpoint())
                    .isNotNull();
            assertThat(logged.list).hasSize(1).allSatisfy(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.WARN);
                assertThat(event.getFormattedMessage())
                        .contains(elsewhere.described(), here.described(), "spread of repeated runs");
            });
        }
    }

    @Test
    void aTrialThatWasMovedGoesOnToItsEnd() {
        TrainingMachine elsewhere = new TrainingMachine("another CPU", "oneDNN 0.1", 99);
        Path file = checkpoint(fresh(NETWORK), new CheckpointOrigin(own.trial(), elsewhere));
        TrainedModel model =
                BarTrial.run(recipe, data, new TrialStart(null, null, file, null), folder, listener, () -> false);
        assertThat(listener.epochs).startsWith("PRETRAIN 2").hasSize(7);
        assertThat(model.volumeRatio()).isLessThanOrEqualTo(0.5);
        assertThat(logged.list).hasSize(1);
    }

    @Test
    void aCheckpointOfThisMachineIsUsedWithoutAWord() {
        Path file = checkpoint(fresh(NETWORK), own);
        assertThat(read(new TrialStart(null, null, file, null)).checkpoint()).isNotNull();
        assertThat(logged.list).isEmpty();
        assertThat(own.machine().cpu()).isNotBlank();
        assertThat(own.machine().libraries()).contains("oneDNN", "ND4J 1.0");
        assertThat(own.machine().threads()).isPositive();
    }

    @Test
    void aCheckpointOfAnotherTrialIsRefusedWithWhatDiffers() {
        List<TrialRecipe> others = new ArrayList<>();
        others.add(TestingTrials.recipe(NETWORK, 0.25, 20));
        others.add(TestingTrials.recipe(NETWORK, 0.5, 25));
        others.add(TestingTrials.recipe(new NetworkRecipe(NetworkRecipe.Kind.PLAIN_CNN, 0, 8), 0.5, 20));
        List<String> names = List.of("budget is 0.25", "batchSize is 25", "network is NetworkRecipe[kind=PLAIN_CNN");
        for (int i = 0; i < others.size(); i++) {
            Path file = checkpoint(fresh(others.get(i).network()), CheckpointOrigin.of(others.get(i), data));
            refused(Part.CHECKPOINT, new TrialStart(null, null, file, null))
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("belongs to another trial: its " + names.get(i));
        }
        Path otherImages = checkpoint(fresh(NETWORK), CheckpointOrigin.of(recipe, TestingTrials.data(1001, 300)));
        refused(Part.CHECKPOINT, new TrialStart(null, null, otherImages, null)).hasMessageContaining("its images is ");
    }

    @Test
    void damagedFilesAreRefusedByTheirPart() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty"));
        Path cut = folder.resolve("cut");
        Path whole = checkpoint(fresh(NETWORK), own);
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        for (Path bad : List.of(empty, cut, folder.resolve("missing"))) {
            refused(Part.CHECKPOINT, new TrialStart(null, null, bad, null)).hasMessageContaining(bad.toString());
            refused(Part.RUNG, new TrialStart(null, bad, null, null)).hasMessageContaining(bad.toString());
            refused(Part.DENSE, new TrialStart(bad, null, null, null)).hasMessageContaining(bad.toString());
        }
        refused(Part.RUNG, new TrialStart(null, whole, null, null))
                .hasMessageContaining("no snapshot of a prune phase");
    }

    @Test
    void aSnapshotOfALadderOfOtherSettingsIsRefused() {
        CheckpointOrigin looser = CheckpointOrigin.of(TestingTrials.recipe(NETWORK, 0.9, 20), data);
        assertThat(own.foreignRung(looser)).isNull();
        CheckpointOrigin other = CheckpointOrigin.of(TestingTrials.recipe(NETWORK, 0.9, 25), data);
        assertThat(own.foreignRung(other)).contains("batchSize is 25");
    }

    @Test
    void aBitThatIsWrongInADenseNetworkIsRefusedOrOfNoConsequence() throws Exception {
        Path file = folder.resolve("dense.zip");
        ComputationGraph dense = fresh(NETWORK);
        ModelFiles.write(dense, file);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(5);
        for (int i = 0; i < 150; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            try {
                StartState state = read(new TrialStart(file, null, null, null));
                assertThat(Objects.requireNonNull(state.dense()).params()).isEqualTo(dense.params());
            } catch (UnusableStartException e) {
                assertThat(e.part()).isEqualTo(Part.DENSE);
            }
        }
    }

    @Test
    void aDenseNetworkOfAnotherShapeOrWithoutNumbersIsRefused() {
        Path file = folder.resolve("dense.zip");
        ModelFiles.write(fresh(new NetworkRecipe(NetworkRecipe.Kind.PLAIN_CNN, 0, 8)), file);
        refused(Part.DENSE, new TrialStart(file, null, null, null))
                .hasMessageContaining("is not the dense network of this trial");
        ComputationGraph diverged = fresh(NETWORK);
        diverged.params().putScalar(3, Float.NaN);
        ModelFiles.write(diverged, file);
        refused(Part.DENSE, new TrialStart(file, null, null, null)).hasMessageContaining("NaN");
    }

    private AbstractThrowableAssert<?, ?> refused(Part part, TrialStart start) {
        AbstractThrowableAssert<?, ?> refusal = assertThatThrownBy(
                        () -> BarTrial.run(recipe, data, start, folder, listener, () -> false))
                .isInstanceOfSatisfying(
                        UnusableStartException.class, e -> assertThat(e.part()).isEqualTo(part));
        assertThat(listener.epochs).as("nothing was trained").isEmpty();
        return refusal;
    }

    private StartState read(TrialStart start) {
        return StartState.read(start, own, fresh(NETWORK));
    }

    private ComputationGraph fresh(NetworkRecipe network) {
        return network.build(data, recipe.seed());
    }

    private Path checkpoint(ComputationGraph graph, CheckpointOrigin origin) {
        Path file = folder.resolve("given.zip");
        CheckpointFile.write(new Checkpoint(Phase.PRETRAIN, 1, graph, Map.of(), Map.of()), origin, file);
        return file;
    }
}
