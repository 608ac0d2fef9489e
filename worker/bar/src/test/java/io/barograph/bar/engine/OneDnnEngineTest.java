package io.barograph.bar.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.bar.layer.GateLayer;
import io.barograph.bar.layer.HardConcrete;
import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.network.ResNets;
import io.barograph.bar.network.WideResNets;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.Compaction;
import io.barograph.bar.prune.ConnectivityGuard;
import io.barograph.bar.prune.Gates;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

/** Holds the oneDNN engine to DL4J's own execution of the same graph. */
class OneDnnEngineTest {
    private static final int BATCH = 4;
    private static final int CLASSES = 3;
    private static final int HEIGHT = 12;
    private static final int WIDTH = 8;

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("ResNet-8 width 4, grey", ResNets.cifar(1, 4, HEIGHT, WIDTH, 1, CLASSES, 1), 1),
                Arguments.of("ResNet-8 width 5, colour", ResNets.cifar(1, 5, HEIGHT, WIDTH, 3, CLASSES, 2), 3),
                Arguments.of("ResNet-14 width 8", ResNets.cifar(2, 8, HEIGHT, WIDTH, 3, CLASSES, 3), 3),
                Arguments.of("WRN-8-2", WideResNets.cifar(1, 4, 2, HEIGHT, WIDTH, 3, CLASSES, 4), 3),
                Arguments.of("plain, height unlike width", PlainCnn.of(3, HEIGHT, WIDTH, 1, CLASSES, 5), 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void agreesWithDl4jOnLogitsAndEveryGradient(String name, ComputationGraphConfiguration conf, int channels) {
        ComputationGraph dense = new ComputationGraph(conf);
        dense.init();
        agreesOnEveryGradient(Gates.insert(dense, 0.3, 17), channels);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void agreesWithDl4jOnCompactNetworksWithUnionsAndDeadBranches(long seed) {
        ComputationGraph dense = new ComputationGraph(ResNets.cifar(2, 6, HEIGHT, WIDTH, 3, CLASSES, seed));
        dense.init();
        ComputationGraph gated = Gates.insert(dense, 3, 17);
        ChannelGraph analysis = ChannelGraph.of(gated, HEIGHT, WIDTH);
        boolean[][] mask = mask(analysis, new Random(seed));
        ComputationGraph compact = Compaction.compact(gated, analysis, mask).graph();
        agreesOnEveryGradient(compact, 3);
        ParameterSet parameters = ParameterSet.of(compact);
        float[] pixels = pixels(3, seed);
        float[] want = compact.output(nchw(pixels, 3))[0].dup('c').data().asFloat();
        LayerGraph layers = LayerGraphReader.read(compact, 3, HEIGHT, WIDTH);
        try (InferenceExecution inference = Engine.oneDnn().inference(layers, parameters, Map.of(), BATCH)) {
            assertClose("probabilities", softmax(inference.logits(pixels)), want, 1e-5);
        }
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

    private static void agreesOnEveryGradient(ComputationGraph graph, int channels) {
        randomise(graph, 11);
        float[] pixels = pixels(channels, 5);
        int[] labels = {0, 2, 1, 2};
        Map<String, INDArray> expected = dl4jGradients(graph, pixels, channels, labels);

        ParameterSet parameters = ParameterSet.of(graph);
        LayerGraph layers = LayerGraphReader.read(graph, channels, HEIGHT, WIDTH);
        float[] gradient = new float[parameters.values().length];
        Map<String, float[]> gateGradients = new HashMap<>();
        Map<String, float[]> gates = new LinkedHashMap<>();
        Map<String, float[]> slopes = new LinkedHashMap<>();
        draw(graph, parameters, gates, slopes);
        try (TrainingExecution training = Engine.oneDnn().training(layers, BATCH)) {
            float[] logits = training.forward(parameters, pixels, gates);
            training.backward(parameters, crossEntropyGradient(logits, labels), gradient, gateGradients);
        }
        for (ParameterSet.Entry entry : parameters.entries()) {
            if (entry.kind() == ParameterSet.Kind.RUNNING_MEAN || entry.kind() == ParameterSet.Kind.RUNNING_VARIANCE) {
                continue;
            }
            INDArray reference = requireNonNull(expected.get(entry.key()));
            float[] want = reference.dup(entry.order()).data().asFloat();
            float[] got = Arrays.copyOfRange(gradient, entry.offset(), entry.offset() + entry.length());
            if (entry.kind() == ParameterSet.Kind.GATE) {
                String gate = entry.key().substring(0, entry.key().lastIndexOf('_'));
                got = product(requireNonNull(gateGradients.get(gate)), requireNonNull(slopes.get(gate)));
            }
            assertClose(entry.key(), got, want, 2e-3);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void inferenceAgreesWithDl4jInEvaluation(String name, ComputationGraphConfiguration conf, int channels) {
        ComputationGraph dense = new ComputationGraph(conf);
        dense.init();
        ComputationGraph graph = Gates.insert(dense, 0.3, 17);
        randomise(graph, 12);
        float[] pixels = pixels(channels, 6);
        ParameterSet parameters = ParameterSet.of(graph);
        Map<String, float[]> gates = new LinkedHashMap<>();
        for (ParameterSet.Entry entry : parameters.entries()) {
            if (entry.kind() == ParameterSet.Kind.GATE) {
                String gate = entry.key().substring(0, entry.key().lastIndexOf('_'));
                float[] z = parameters.get(gate, GateLayer.LOG_ALPHA);
                for (int c = 0; c < z.length; c++) {
                    z[c] = (float) HardConcrete.deterministic(z[c]);
                }
                gates.put(gate, z);
            }
        }
        float[] want = graph.output(nchw(pixels, channels))[0].dup('c').data().asFloat();
        LayerGraph layers = LayerGraphReader.read(graph, channels, HEIGHT, WIDTH);
        try (InferenceExecution inference = Engine.oneDnn().inference(layers, parameters, gates, BATCH)) {
            assertClose("probabilities", softmax(inference.logits(pixels)), want, 1e-5);
        }
    }

    @Test
    void runningStatisticsMoveTowardsThoseOfTheBatch() {
        ComputationGraph graph = new ComputationGraph(ResNets.cifar(1, 4, HEIGHT, WIDTH, 1, CLASSES, 1));
        graph.init();
        ParameterSet parameters = ParameterSet.of(graph);
        LayerGraph layers = LayerGraphReader.read(graph, 1, HEIGHT, WIDTH);
        float[] pixels = pixels(1, 7);
        graph.setInput(0, nchw(pixels, 1));
        INDArray maps = requireNonNull(graph.feedForward(nchw(pixels, 1), true).get("stem_conv"));
        try (TrainingExecution training = Engine.oneDnn().training(layers, BATCH)) {
            training.forward(parameters, pixels, Map.of());
            training.updateRunningStatistics(parameters, 0.75);
        }
        float[] mean = maps.mean(0, 2, 3).data().asFloat();
        float[] variance = maps.var(false, 0, 2, 3).data().asFloat();
        for (int c = 0; c < mean.length; c++) {
            mean[c] *= 0.25f;
            variance[c] = 0.75f + 0.25f * variance[c];
        }
        assertClose("mean", parameters.get("stem_bn", "mean"), mean, 1e-5);
        assertClose("var", parameters.get("stem_bn", "var"), variance, 1e-5);
    }

    private static void randomise(ComputationGraph graph, long seed) {
        Random random = new Random(seed);
        ParameterSet parameters = ParameterSet.of(graph);
        for (ParameterSet.Entry entry : parameters.entries()) {
            for (int i = entry.offset(); i < entry.offset() + entry.length(); i++) {
                float value = (float) random.nextGaussian();
                switch (entry.kind()) {
                    case SCALE -> parameters.values()[i] = 1 + 0.2f * value;
                    case SHIFT, BIAS, RUNNING_MEAN -> parameters.values()[i] = 0.2f * value;
                    case RUNNING_VARIANCE -> parameters.values()[i] = 0.5f + Math.abs(value);
                    case GATE -> parameters.values()[i] = value;
                    case WEIGHT -> {}
                }
            }
        }
        parameters.writeTo(graph);
    }

    private static void draw(
            ComputationGraph graph, ParameterSet parameters, Map<String, float[]> gates, Map<String, float[]> slopes) {
        for (ParameterSet.Entry entry : parameters.entries()) {
            if (entry.kind() == ParameterSet.Kind.GATE) {
                String name = entry.key().substring(0, entry.key().lastIndexOf('_'));
                GateLayer gate = (GateLayer) graph.getLayer(name).conf().getLayer();
                float[] logAlpha = parameters.get(name, GateLayer.LOG_ALPHA);
                float[] z = new float[logAlpha.length];
                float[] slope = new float[logAlpha.length];
                for (int c = 0; c < z.length; c++) {
                    double u = gate.uniform(0, c);
                    z[c] = (float) HardConcrete.sample(logAlpha[c], u);
                    slope[c] = (float) HardConcrete.sampleSlope(logAlpha[c], u);
                }
                gates.put(name, z);
                slopes.put(name, slope);
            }
        }
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

    private static float[] crossEntropyGradient(float[] logits, int[] labels) {
        float[] gradient = softmax(logits);
        for (int b = 0; b < BATCH; b++) {
            gradient[b * CLASSES + labels[b]] -= 1;
        }
        return gradient;
    }

    private static float[] softmax(float[] logits) {
        float[] probabilities = new float[logits.length];
        for (int b = 0; b < BATCH; b++) {
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                sum += Math.exp(logits[b * CLASSES + k]);
            }
            for (int k = 0; k < CLASSES; k++) {
                probabilities[b * CLASSES + k] = (float) (Math.exp(logits[b * CLASSES + k]) / sum);
            }
        }
        return probabilities;
    }

    private static float[] pixels(int channels, long seed) {
        Random random = new Random(seed);
        float[] pixels = new float[BATCH * HEIGHT * WIDTH * channels];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return pixels;
    }

    private static INDArray nchw(float[] pixels, int channels) {
        return Nd4j.create(pixels, new long[] {BATCH, HEIGHT, WIDTH, channels}, 'c')
                .permute(0, 3, 1, 2)
                .dup('c');
    }

    private static float[] product(float[] a, float[] b) {
        float[] product = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    /** Difference in norm, relative to the reference. */
    private static void assertClose(String name, float[] got, float[] want, double tolerance) {
        assertThat(got).as(name).hasSameSizeAs(want);
        double difference = 0;
        double norm = 1e-8;
        for (int i = 0; i < got.length; i++) {
            difference += (got[i] - want[i]) * (double) (got[i] - want[i]);
            norm += want[i] * (double) want[i];
        }
        assertThat(Math.sqrt(difference / norm)).as(name).isLessThan(tolerance);
    }
}
