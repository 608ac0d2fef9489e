package io.barograph.bar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.bar.layer.GateLayer;
import io.barograph.bar.layer.HardConcrete;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Images, parameters and gates to put into engines, and what to compare of the outcome. */
final class TestingBatch {
    static final int BATCH = 4;
    static final int CLASSES = 3;
    static final int HEIGHT = 12;
    static final int WIDTH = 8;

    private TestingBatch() {}

    static float[] pixels(int channels, long seed) {
        Random random = new Random(seed);
        float[] pixels = new float[BATCH * HEIGHT * WIDTH * channels];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return pixels;
    }

    static INDArray nchw(float[] pixels, int channels) {
        return Nd4j.create(pixels, new long[] {BATCH, HEIGHT, WIDTH, channels}, 'c')
                .permute(0, 3, 1, 2)
                .dup('c');
    }

    static float[] softmax(float[] logits) {
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

    static float[] crossEntropyGradient(float[] logits, int[] labels) {
        float[] gradient = softmax(logits);
        for (int b = 0; b < BATCH; b++) {
            gradient[b * CLASSES + labels[b]] -= 1;
        }
        return gradient;
    }

    /** Gives everything but the weights values that are neither 0 nor 1. */
    static void randomise(ComputationGraph graph, long seed) {
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

    static String layer(ParameterSet.Entry entry) {
        return entry.key().substring(0, entry.key().lastIndexOf('_'));
    }

    static boolean isStatistic(ParameterSet.Entry entry) {
        return entry.kind() == ParameterSet.Kind.RUNNING_MEAN || entry.kind() == ParameterSet.Kind.RUNNING_VARIANCE;
    }

    /** z of every gate as DL4J draws it in its first step. */
    static Map<String, float[]> drawn(ComputationGraph graph) {
        return gates(graph, HardConcrete::sample);
    }

    /** dz/dlogAlpha of the same draw. */
    static Map<String, float[]> slopes(ComputationGraph graph) {
        return gates(graph, HardConcrete::sampleSlope);
    }

    private static Map<String, float[]> gates(ComputationGraph graph, Sample sample) {
        ParameterSet parameters = ParameterSet.of(graph);
        Map<String, float[]> gates = new LinkedHashMap<>();
        for (ParameterSet.Entry entry : parameters.entries()) {
            if (entry.kind() == ParameterSet.Kind.GATE) {
                GateLayer gate = (GateLayer) graph.getLayer(layer(entry)).conf().getLayer();
                float[] values = parameters.get(layer(entry), GateLayer.LOG_ALPHA);
                for (int c = 0; c < values.length; c++) {
                    values[c] = (float) sample.of(values[c], gate.uniform(0, c));
                }
                gates.put(layer(entry), values);
            }
        }
        return gates;
    }

    /** z of every gate in evaluation. */
    static Map<String, float[]> deterministic(ComputationGraph graph) {
        DoubleUnaryOperator z = HardConcrete::deterministic;
        return gates(graph, (logAlpha, u) -> z.applyAsDouble(logAlpha));
    }

    static float[] product(float[] a, float[] b) {
        float[] product = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    /** Difference in norm, relative to the reference. */
    static void assertClose(String name, float[] got, float[] want, double tolerance) {
        assertThat(got).as(name).hasSameSizeAs(want);
        double difference = 0;
        double norm = 1e-8;
        for (int i = 0; i < got.length; i++) {
            difference += (got[i] - want[i]) * (double) (got[i] - want[i]);
            norm += want[i] * (double) want[i];
        }
        assertThat(Math.sqrt(difference / norm)).as(name).isLessThan(tolerance);
    }

    @FunctionalInterface
    private interface Sample {
        double of(double logAlpha, double u);
    }
}
