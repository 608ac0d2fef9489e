package io.barograph.bar.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.bar.data.Batches;
import io.barograph.bar.data.ImageBatch;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.Engine;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.engine.TrainingExecution;
import io.barograph.bar.layer.GateLayer;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.CompactedNetwork;
import io.barograph.bar.prune.Compaction;
import io.barograph.bar.prune.ConnectivityGuard;
import io.barograph.bar.prune.ForcedClosing;
import io.barograph.bar.prune.GatedLayer;
import io.barograph.bar.prune.Gates;
import io.barograph.bar.prune.ParameterSlice;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Twenty compactions along one training run: each leaves the masked network exactly as it was, only smaller. */
class GatedLearnerTest {
    private static final int BATCH = 16;
    private static final int COMPACTIONS = 20;
    private static final Map<Engine, Tolerance> TOLERANCES =
            Map.of(Engine.oneDnn(), new Tolerance(1e-4, 1e-2), Engine.nd4j(DataType.DOUBLE), new Tolerance(1e-6, 1e-6));

    @TempDir
    Path folder;

    private final ImageDataset data = TestingTrials.data(320, 100);
    private final TrialRecipe recipe =
            TestingTrials.recipe(new NetworkRecipe(NetworkRecipe.Kind.RESNET, 8, 16), 0.1, BATCH);
    private final LogitLoss loss = LogitLoss.crossEntropy(10);

    @Test
    void everyCompactionContinuesTheSameComputation() {
        TrialRun run = new TrialRun(
                Engine.oneDnn(),
                recipe,
                data,
                folder,
                new TestingTrials.RecordingListener(),
                () -> false,
                CheckpointOrigin.of(recipe, data));
        ComputationGraph gated = Gates.insert(recipe.network().build(data, 1), 3, 1);
        ChannelGraph dense = run.channels(gated);
        GateState gates = new GateState(gated, dense);
        ConnectivityGuard guard = ConnectivityGuard.of(dense, dense.denseVolume() / 10.0);
        double[][] order = new double[dense.layers().size()][];
        Random random = new Random(7);
        for (GatedLayer layer : dense.layers()) {
            order[layer.index()] = random.doubles(layer.channels()).toArray();
        }
        boolean[][] keep = dense.allOpen();
        try (GatedLearner learner = new GatedLearner(run, dense, gated)) {
            for (int i = 1; i <= COMPACTIONS; i++) {
                long first = 2L * i;
                AtomicLong step = new AtomicLong(first);
                forBatches(
                        2,
                        i,
                        batch -> learner.step(batch, loss, 1e-3, gates.draw(gates.logAlpha(), step.getAndIncrement())));
                double target = dense.denseVolume() * Math.max(0.12, 1 - 0.045 * i);
                keep = ForcedClosing.within(dense, guard, order, keep, target).mask();
                long before = learner.volume();
                compactAndCompare(run, learner, gates, dense, keep, step.get());
                assertThat(learner.volume()).isLessThan(before);
            }
        }
    }

    private void compactAndCompare(
            TrialRun run, GatedLearner learner, GateState gates, ChannelGraph dense, boolean[][] keep, long step) {
        double[][] logAlpha = gates.logAlpha();
        ComputationGraph masked = learner.graph(logAlpha).clone();
        Map<String, int[]> maskedIds = GatedLearner.kept(masked, run.channels(masked));
        ParameterSet oldParameters = ParameterSet.of(masked);
        OptimizerState oldMoments = learner.optimizerState();

        learner.shrink(keep, logAlpha);
        gates.keepOnly(dense.live(keep));

        ComputationGraph compact = learner.graph(gates.logAlpha()).clone();
        ParameterSet newParameters = ParameterSet.of(compact);
        slicesAreBitEqual(masked, run.channels(masked), keep, dense, maskedIds, oldParameters, newParameters);
        momentsAreBitEqual(masked, run, keep, dense, maskedIds, oldParameters, oldMoments, learner.optimizerState());
        Map<String, float[]> z = gates.draw(gates.logAlpha(), step);
        Map<String, int[]> compactIds = GatedLearner.kept(compact, run.channels(compact));
        forBatches(
                1,
                99,
                batch -> TOLERANCES.forEach((engine, tolerance) -> {
                    Pass old = pass(run, engine, masked, narrowed(z, maskedIds), batch);
                    Pass now = pass(run, engine, compact, narrowed(z, compactIds), batch);
                    assertThat(relative(now.logits, old.logits)).isLessThan(tolerance.logits);
                    float[] kept = cut(
                            masked,
                            run.channels(masked),
                            keep,
                            dense,
                            maskedIds,
                            oldParameters,
                            newParameters,
                            old.gradient);
                    assertThat(relative(now.gradient, kept)).isLessThan(tolerance.gradient);
                }));
    }

    private record Pass(float[] logits, float[] gradient) {}

    /** Largest difference in norm, relative. */
    private record Tolerance(double logits, double gradient) {}

    private Pass pass(TrialRun run, Engine engine, ComputationGraph graph, Map<String, float[]> z, ImageBatch batch) {
        ParameterSet parameters = ParameterSet.of(graph);
        try (TrainingExecution execution = engine.training(run.read(graph), BATCH)) {
            float[] logits = execution.forward(parameters, batch.pixels(), z).clone();
            float[] toLogits = new float[logits.length];
            loss.apply(logits, batch, toLogits);
            float[] gradient = new float[parameters.values().length];
            execution.backward(parameters, toLogits, gradient, new HashMap<>());
            return new Pass(logits, gradient);
        }
    }

    private static void slicesAreBitEqual(
            ComputationGraph masked,
            ChannelGraph channels,
            boolean[][] keep,
            ChannelGraph dense,
            Map<String, int[]> ids,
            ParameterSet old,
            ParameterSet now) {
        assertThat(cut(masked, channels, keep, dense, ids, old, now, old.values()))
                .isEqualTo(now.values());
    }

    private static void momentsAreBitEqual(
            ComputationGraph masked,
            TrialRun run,
            boolean[][] keep,
            ChannelGraph dense,
            Map<String, int[]> ids,
            ParameterSet parameters,
            OptimizerState old,
            OptimizerState now) {
        CompactedNetwork cut =
                Compaction.shrink(masked, run.channels(masked), narrowed(keep, dense, run.channels(masked), ids));
        OptimizerState want = old.sliced(parameters, ParameterSet.of(cut.graph()), cut.slices());
        assertThat(now.steps()).isEqualTo(old.steps());
        assertThat(now.first()).isEqualTo(want.first());
        assertThat(now.second()).isEqualTo(want.second());
        assertThat(now.second()).isNotEqualTo(new float[now.second().length]);
    }

    /** What an array as long as the old parameters is for the new ones, element by element. */
    private static float[] cut(
            ComputationGraph masked,
            ChannelGraph channels,
            boolean[][] keep,
            ChannelGraph dense,
            Map<String, int[]> ids,
            ParameterSet old,
            ParameterSet now,
            float[] values) {
        CompactedNetwork cut = Compaction.shrink(masked, channels, narrowed(keep, dense, channels, ids));
        float[] result = new float[now.values().length];
        for (ParameterSlice slice : cut.slices()) {
            ParameterSet.Entry from = old.entry(slice.layer(), slice.parameter());
            ParameterSet.Entry to = now.entry(slice.layer(), slice.parameter());
            int[] sources = slice.sources();
            for (int i = 0; i < sources.length; i++) {
                result[to.offset() + to.position(i)] = values[from.offset() + from.position(sources[i])];
            }
        }
        return result;
    }

    private static boolean[][] narrowed(
            boolean[][] keep, ChannelGraph dense, ChannelGraph channels, Map<String, int[]> ids) {
        boolean[][] narrow = new boolean[channels.layers().size()][];
        for (GatedLayer layer : channels.layers()) {
            int[] own = requireNonNull(ids.get(layer.gate()));
            int index = dense.layers().stream()
                    .filter(other -> other.gate().equals(layer.gate()))
                    .findFirst()
                    .orElseThrow()
                    .index();
            narrow[layer.index()] = new boolean[own.length];
            for (int c = 0; c < own.length; c++) {
                narrow[layer.index()][c] = keep[index][own[c]];
            }
        }
        return narrow;
    }

    private static Map<String, float[]> narrowed(Map<String, float[]> z, Map<String, int[]> ids) {
        Map<String, float[]> narrow = new HashMap<>();
        ids.forEach((gate, own) -> {
            float[] values = new float[own.length];
            for (int c = 0; c < own.length; c++) {
                values[c] = requireNonNull(z.get(gate))[own[c]];
            }
            narrow.put(gate, values);
        });
        return narrow;
    }

    private void forBatches(int count, int epoch, Consumer<ImageBatch> body) {
        try (Batches batches = Batches.training(data, BATCH, 5, epoch, recipe.augmentation())) {
            for (int i = 0; i < count; i++) {
                body.accept(batches.next());
            }
        }
    }

    private static double relative(float[] got, float[] want) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < want.length; i++) {
            difference += Math.pow(got[i] - want[i], 2);
            norm += Math.pow(want[i], 2);
        }
        return Math.sqrt(difference / norm);
    }

    /** A gate that is gone stays gone, whatever its optimizer would do. */
    @Test
    void aGateThatIsGoneIsNeverDrawnNorMoved() {
        ComputationGraph gated = Gates.insert(recipe.network().build(data, 1), 3, 1);
        ChannelGraph dense = ChannelGraph.of(gated, data.height(), data.width());
        GateState gates = new GateState(gated, dense);
        boolean[][] keep = dense.allOpen();
        keep[1][2] = false;
        gates.keepOnly(dense.live(keep));
        double[][] wanted = gates.logAlpha();
        wanted[1][2] = 5;
        gates.setLogAlpha(wanted);

        assertThat(gates.logAlpha()[1][2]).isEqualTo(Gates.CLOSED_LOG_ALPHA);
        String gate = dense.layers().get(1).gate();
        float[] gradient = new float[gates.parameters().values().length];
        Map<String, float[]> ones = new HashMap<>();
        dense.layers().forEach(layer -> {
            float[] row = new float[layer.channels()];
            java.util.Arrays.fill(row, 1);
            ones.put(layer.gate(), row);
        });
        for (int step = 0; step < 2000; step++) {
            assertThat(requireNonNull(gates.draw(gates.logAlpha(), step).get(gate))[2])
                    .isZero();
        }
        gates.gradient(gates.logAlpha(), ones, (l, a) -> 1, gradient);
        int offset = gates.parameters().entry(gate, GateLayer.LOG_ALPHA).offset();
        assertThat(gradient[offset + 2]).isZero();
        assertThat(gradient[offset + 3]).isNotZero();
    }
}
