package io.barograph.bar.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.barograph.bar.engine.ParameterSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A trial that lost everything but its files after any of its epochs ends as one that was never disturbed, bit by bit: a
 * kill within an epoch leaves what the epoch before it left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumedTrialTest {
    /** Figures of speed, which no two runs share. */
    private static final Set<String> OF_THE_MOMENT = Set.of("samplesPerSecond", "dataWaitShare");

    private static final int IMAGE = 28;

    @TempDir
    static Path folder;

    private final Map<ResumedTrial, Whole> undisturbed = new EnumMap<>(ResumedTrial.class);

    /** An undisturbed run, and what could be had of it after each epoch. */
    private record Whole(Ending ending, List<Snapshot> snapshots) {}

    /** Files as they stood after an epoch. */
    private record Snapshot(Path checkpoint, @Nullable Path dense) {}

    /** All of a run's end that must be the same again. */
    private record Ending(TrainedModel model, float[] weights, byte[] onnx, List<String> told) {}

    static Stream<Arguments> kills() {
        return Stream.of(ResumedTrial.values())
                .flatMap(trial -> IntStream.rangeClosed(1, trial.epochs()).mapToObj(done -> Arguments.of(trial, done)));
    }

    @ParameterizedTest(name = "{0} after epoch {1}")
    @MethodSource("kills")
    void endsBitEqualToOneThatWasNeverDisturbed(ResumedTrial trial, int done) {
        assumeThat(trial.isSupported()).isTrue();
        Whole whole = undisturbed(trial);
        Snapshot left = whole.snapshots.get(done - 1);

        Ending resumed = run(trial, left.dense, left.checkpoint, new ArrayList<>());

        assertThat(resumed.told).isEqualTo(whole.ending.told.subList(done, trial.epochs()));
        assertThat(resumed.weights).isEqualTo(whole.ending.weights);
        assertThat(resumed.onnx).isEqualTo(whole.ending.onnx);
        assertThat(resumed.model)
                .usingRecursiveComparison()
                .ignoringFields("model")
                .isEqualTo(whole.ending.model);
    }

    /** So that kills come before, between and after removals. */
    @ParameterizedTest
    @EnumSource(names = {"SHIFTED_IMAGES", "RESIDUAL_BFLOAT16"})
    void mapsAreRemovedInTheMiddleOfThePrunePhase(ResumedTrial trial) {
        assumeThat(trial.isSupported()).isTrue();
        List<Long> parameters = undisturbed(trial).snapshots.stream()
                .map(snapshot -> CheckpointFile.read(snapshot.checkpoint).checkpoint())
                .filter(checkpoint -> checkpoint.phase() == Phase.PRUNE)
                .map(checkpoint -> checkpoint.graph().numParams())
                .toList();
        assertThat(parameters).hasSize(4);
        assertThat(parameters.get(3)).isLessThan(parameters.get(0));
        assertThat(Set.copyOf(parameters)).hasSizeGreaterThan(1);
    }

    private Whole undisturbed(ResumedTrial trial) {
        Whole known = undisturbed.get(trial);
        if (known == null) {
            List<Snapshot> snapshots = new ArrayList<>();
            known = new Whole(run(trial, null, null, snapshots), snapshots);
            assertThat(known.ending.told).hasSize(trial.epochs());
            undisturbed.put(trial, known);
        }
        return known;
    }

    private static Ending run(
            ResumedTrial trial, @Nullable Path givenDense, @Nullable Path checkpoint, List<Snapshot> snapshots) {
        Path own = newFolder(trial);
        List<String> told = new ArrayList<>();
        TestingTrials.RecordingListener listener = new TestingTrials.RecordingListener() {
            @Override
            public void onEpoch(
                    Phase phase, int epoch, Map<String, Double> figures, Map<String, Integer> openMaps, Path file) {
                figures.keySet().removeAll(OF_THE_MOMENT);
                told.add(phase + " " + epoch + " " + figures + " " + openMaps);
                Path trained = own.resolve("dense.zip");
                snapshots.add(new Snapshot(
                        copy(file, own.resolve("after-" + told.size())), Files.exists(trained) ? trained : givenDense));
            }
        };
        TrialStart start = new TrialStart(givenDense, trial.rung(folder), checkpoint, null);
        TrainedModel model = BarTrial.run(trial.recipe(), ResumedTrial.data(), start, own, listener, () -> false);
        return new Ending(
                model,
                ParameterSet.of(ModelFiles.read(model.model())).values(),
                ModelExport.onnx(model.model(), IMAGE, IMAGE),
                told);
    }

    private static Path newFolder(ResumedTrial trial) {
        try {
            return Files.createTempDirectory(folder, trial.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copy(Path from, Path to) {
        try {
            return Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
