package io.barograph.bar.engine;

import static io.barograph.bar.engine.TestingBatch.BATCH;
import static io.barograph.bar.engine.TestingBatch.CLASSES;
import static io.barograph.bar.engine.TestingBatch.HEIGHT;
import static io.barograph.bar.engine.TestingBatch.WIDTH;
import static io.barograph.bar.engine.TestingBatch.assertClose;
import static io.barograph.bar.engine.TestingBatch.crossEntropyGradient;
import static io.barograph.bar.engine.TestingBatch.nchw;
import static io.barograph.bar.engine.TestingBatch.pixels;
import static io.barograph.bar.engine.TestingBatch.softmax;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.network.ResNets;
import io.barograph.bar.network.WideResNets;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.Compaction;
import io.barograph.bar.prune.ConnectivityGuard;
import io.barograph.bar.prune.Gates;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What every engine must do; DL4J's own execution of the same graph is the reference. */
abstract class EngineContract {
    /** Both compute in float, where batch statistics differ by some 1e-6 and may flip the sign of single ReLUs. */
    private static final double GRADIENT_TOLERANCE = 2e-3;

    private static final double OUTPUT_TOLERANCE = 1e-5;

    abstract Engine engine();

    /**
     * Compares this engine's gradients with differences.
     *
     * @param training of this engine
     */
    abstract FiniteDifferences differences(TrainingExecution training, ComputationGraph graph);

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("ResNet-8 width 4, grey", ResNets.cifar(1, 4, HEIGHT, WIDTH, 1, CLASSES, 1), 1),
                Arguments.of("ResNet-8 width 5, colour", ResNets.cifar(1, 5, HEIGHT, WIDTH, 3, CLASSES, 2), 3),
                Arguments.of("ResNet-14 width 8", ResNets.cifar(2, 8, HEIGHT, WIDTH, 3, CLASSES, 3), 3),
                Arguments.of("WRN-8-2", WideResNets.cifar(1, 4, 2, HEIGHT, WIDTH, 3, CLASSES, 4), 3),
                Arguments.of("four channels an image", ResNets.cifar(1, 16, HEIGHT, WIDTH, 4, CLASSES, 6), 4),
                Arguments.of("plain, height unlike width", PlainCnn.of(3, HEIGHT, WIDTH, 1, CLASSES, 5), 1));
    }

    static Stream<Arguments> layers() {
        return TestingLayers.all(HEIGHT, WIDTH, 3, CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void agreesWithDl4jOnEveryKindOfLayer(String name, ComputationGraphConfiguration conf) {
        agreesOnOutputAndEveryGradient(initialised(conf), 3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void agreesWithDifferencesOnEveryKindOfLayer(String name, ComputationGraphConfiguration conf) {
        ComputationGraph graph = initialised(conf);
        TestingBatch.randomise(graph, 11);
        try (TrainingExecution training = engine().training(read(graph, 3), BATCH)) {
            differences(training, graph).check();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void evaluatesEveryKindOfLayerAsDl4jDoes(String name, ComputationGraphConfiguration conf) {
        evaluatesAsDl4j(initialised(conf), 3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void agreesWithDl4jOnWholeNetworks(String name, ComputationGraphConfiguration conf, int channels) {
        agreesOnOutputAndEveryGradient(Gates.insert(initialised(conf), 0.3, 17), channels);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void agreesWithDl4jOnCompactNetworksWithUnionsAndDeadBranches(long seed) {
        ComputationGraph gated = Gates.insert(initialised(ResNets.cifar(2, 6, HEIGHT, WIDTH, 3, CLASSES, seed)), 3, 17);
        ChannelGraph analysis = ChannelGraph.of(gated, HEIGHT, WIDTH);
        ComputationGraph compact = Compaction.compact(gated, analysis, mask(analysis, new Random(seed)))
                .graph();
        agreesOnOutputAndEveryGradient(compact, 3);
        evaluatesAsDl4j(compact, 3);
    }

    /** Half of the maps at random, one whole layer in three dead where the guard allows it. */
    private static boolean[][] mask(ChannelGraph channels, Random random) {
        ConnectivityGuard guard = ConnectivityGuard.of(channels, channels.denseVolume() / 4.0);
        boolean[][] mask = channels.allOpen();
        for (int l = 0; l < mask.length; l++) {
            double[] order = random.doubles(mask[l].length).toArray();
            double keep = random.nextInt(3) == 0 ? 0 : 0.5;
            for (int c = 0; c < mask[l].length; c++) {
                mask[l][c] = random.nextDouble() < keep;
            }
            for (int pinned : guard.pinned(l, order)) {
                mask[l][pinned] = true;
            }
        }
        return mask;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void evaluatesWholeNetworksAsDl4jDoes(String name, ComputationGraphConfiguration conf, int channels) {
        evaluatesAsDl4j(Gates.insert(initialised(conf), 0.3, 17), channels);
    }

    static Stream<Arguments> unfoldable() {
        return TestingLayers.unfoldable(HEIGHT, WIDTH, 3, CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unfoldable")
    void trainsButDoesNotEvaluateABatchNormThatFollowsNoConvolutionAlone(
            String name, ComputationGraphConfiguration conf) {
        ComputationGraph graph = initialised(conf);
        agreesOnOutputAndEveryGradient(graph, 3);
        LayerGraph layers = read(graph, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine().inference(layers, ParameterSet.of(graph), Map.of(), BATCH))
                .withMessageContaining("bn");
    }

    @Test
    void runningStatisticsMoveTowardsThoseOfTheBatch() {
        ComputationGraph graph = initialised(ResNets.cifar(1, 4, HEIGHT, WIDTH, 1, CLASSES, 1));
        ParameterSet parameters = ParameterSet.of(graph);
        float[] pixels = pixels(1, 7);
        INDArray maps = requireNonNull(graph.feedForward(nchw(pixels, 1), true).get("stem_conv"));
        try (TrainingExecution training = engine().training(read(graph, 1), BATCH)) {
            training.forward(parameters, pixels, Map.of());
            training.updateRunningStatistics(parameters, 0.75);
        }
        float[] mean = maps.mean(0, 2, 3).data().asFloat();
        float[] variance = maps.var(false, 0, 2, 3).data().asFloat();
        for (int c = 0; c < mean.length; c++) {
            mean[c] *= 0.25f;
            variance[c] = 0.75f + 0.25f * variance[c];
        }
        assertClose("mean", parameters.get("stem_bn", "mean"), mean, OUTPUT_TOLERANCE);
        assertClose("var", parameters.get("stem_bn", "var"), variance, OUTPUT_TOLERANCE);
    }

    @Test
    void theSameStepTwiceGivesTheSame() {
        ComputationGraph graph = initialised(ResNets.cifar(1, 4, HEIGHT, WIDTH, 3, CLASSES, 1));
        ParameterSet parameters = ParameterSet.of(graph);
        float[] other = pixels(3, 8);
        float[][] gradients = new float[2][parameters.values().length];
        try (TrainingExecution training = engine().training(read(graph, 3), BATCH)) {
            for (float[] gradient : gradients) {
                training.forward(parameters, other, Map.of());
                training.backward(parameters, new float[BATCH * CLASSES], gradient, new HashMap<>());
                float[] logits = training.forward(parameters, pixels(3, 7), Map.of());
                training.backward(parameters, crossEntropyGradient(logits, new int[BATCH]), gradient, new HashMap<>());
            }
        }
        assertThat(gradients[1]).isEqualTo(gradients[0]);
    }

    @Test
    void whatStandsBehindTheLastExampleIsIgnored() {
        ComputationGraph graph = initialised(ResNets.cifar(1, 4, HEIGHT, WIDTH, 3, CLASSES, 1));
        float[] pixels = pixels(3, 7);
        int real = 3;
        float[] fewer = Arrays.copyOf(pixels, real * HEIGHT * WIDTH * 3);
        float[] garbage = pixels.clone();
        Arrays.fill(garbage, fewer.length, garbage.length, 1e9f);
        try (InferenceExecution inference =
                engine().inference(read(graph, 3), ParameterSet.of(graph), Map.of(), BATCH)) {
            float[] full = Arrays.copyOf(inference.logits(pixels), real * CLASSES);
            assertThat(Arrays.copyOf(inference.logits(garbage), full.length)).isEqualTo(full);
            assertThat(Arrays.copyOf(inference.logits(fewer), full.length)).isEqualTo(full);
        }
    }

    @Test
    void aSecondCloseDoesNothing() {
        ComputationGraph graph = initialised(ResNets.cifar(1, 4, HEIGHT, WIDTH, 3, CLASSES, 1));
        TrainingExecution training = engine().training(read(graph, 3), BATCH);
        training.close();
        training.close();
        InferenceExecution inference = engine().inference(read(graph, 3), ParameterSet.of(graph), Map.of(), BATCH);
        inference.close();
        inference.close();
    }

    private void agreesOnOutputAndEveryGradient(ComputationGraph graph, int channels) {
        TestingBatch.randomise(graph, 11);
        float[] pixels = pixels(channels, 5);
        int[] labels = {0, 2, 1, 2};
        float[] output = requireNonNull(
                        graph.feedForward(nchw(pixels, channels), true).get("output"))
                .dup('c')
                .data()
                .asFloat();
        Map<String, INDArray> expected = dl4jGradients(graph, pixels, channels, labels);
        ParameterSet parameters = ParameterSet.of(graph);
        float[] gradient = new float[parameters.values().length];
        Map<String, float[]> gateGradients = new HashMap<>();
        Map<String, float[]> slopes = TestingBatch.slopes(graph);
        try (TrainingExecution training = engine().training(read(graph, channels), BATCH)) {
            float[] logits = training.forward(parameters, pixels, TestingBatch.drawn(graph));
            assertClose("probabilities", softmax(logits), output, OUTPUT_TOLERANCE);
            training.backward(parameters, crossEntropyGradient(logits, labels), gradient, gateGradients);
        }
        for (ParameterSet.Entry entry : parameters.entries()) {
            if (TestingBatch.isStatistic(entry)) {
                continue;
            }
            INDArray reference = requireNonNull(expected.get(entry.key()));
            float[] want = reference.dup(entry.order()).data().asFloat();
            float[] got = Arrays.copyOfRange(gradient, entry.offset(), entry.offset() + entry.length());
            if (entry.kind() == ParameterSet.Kind.GATE) {
                String gate = TestingBatch.layer(entry);
                got = TestingBatch.product(requireNonNull(gateGradients.get(gate)), requireNonNull(slopes.get(gate)));
            }
            assertClose(entry.key(), got, want, GRADIENT_TOLERANCE);
        }
    }

    private void evaluatesAsDl4j(ComputationGraph graph, int channels) {
        TestingBatch.randomise(graph, 12);
        float[] pixels = pixels(channels, 6);
        float[] want = graph.output(nchw(pixels, channels))[0].dup('c').data().asFloat();
        try (InferenceExecution inference = engine().inference(
                        read(graph, channels), ParameterSet.of(graph), TestingBatch.deterministic(graph), BATCH)) {
            assertClose("probabilities", softmax(inference.logits(pixels)), want, OUTPUT_TOLERANCE);
        }
    }

    static ComputationGraph initialised(ComputationGraphConfiguration conf) {
        ComputationGraph graph = new ComputationGraph(conf);
        graph.init();
        return graph;
    }

    static LayerGraph read(ComputationGraph graph, int channels) {
        return LayerGraphReader.read(graph, channels, HEIGHT, WIDTH);
    }

    /** Gradients of the summed loss, as DL4J keeps them. */
    private static Map<String, INDArray> dl4jGradients(
            ComputationGraph graph, float[] pixels, int channels, int[] labels) {
        INDArray target = Nd4j.zeros(BATCH, CLASSES);
        for (int b = 0; b < BATCH; b++) {
            target.putScalar(b, labels[b], 1);
        }
        graph.setInput(0, nchw(pixels, channels));
        graph.setLabel(0, target);
        graph.computeGradientAndScore();
        return graph.gradient().gradientForVariable();
    }
}
