package io.barograph.bar.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.barograph.bar.network.ResNets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training in bfloat16 follows training in float32 as closely as 8 bits of mantissa allow. */
class PrecisionTest {
    private static final int BATCH = 32;
    private static final int SIDE = 12;
    private static final int CLASSES = 10;

    private final float[] toLogits = gaussian(BATCH * CLASSES);

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void bfloat16FollowsFloat32(int channels) {
        if (!Precision.BFLOAT16.isSupported()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(Precision.BFLOAT16::requireSupported)
                    .withMessageContaining("avx512_bf16");
            return;
        }
        Step full = step(Precision.FLOAT32, channels);
        Step half = step(Precision.BFLOAT16, channels);
        // 2^-8 a rounding, over some 20 roundings on the way to a logit
        assertThat(distance(half.logits, full.logits)).isLessThan(0.05);
        assertThat(cosine(half.gradient, full.gradient)).isGreaterThan(0.98);
        assertThat(half.gradient).isNotEqualTo(full.gradient);
    }

    @Test
    void padsToTheVectorOfThePrecision() {
        assertThat(Precision.FLOAT32.padded(1)).isEqualTo(8);
        assertThat(Precision.FLOAT32.padded(16)).isEqualTo(16);
        assertThat(Precision.BFLOAT16.padded(1)).isEqualTo(16);
        assertThat(Precision.BFLOAT16.padded(17)).isEqualTo(32);
    }

    private record Step(float[] logits, float[] gradient) {}

    private Step step(Precision precision, int channels) {
        ComputationGraph network = new ComputationGraph(ResNets.cifar(1, 12, SIDE, SIDE, channels, CLASSES, 1));
        network.init();
        float[] pixels = gaussian(BATCH * channels * SIDE * SIDE);
        ParameterSet parameters = ParameterSet.of(network);
        float[] gradient = new float[parameters.values().length];
        LayerGraph graph = LayerGraphReader.read(network, channels, SIDE, SIDE);
        try (TrainingExecution execution = Engine.oneDnn(precision).training(graph, BATCH)) {
            float[] logits = execution.forward(parameters, pixels, Map.of()).clone();
            execution.backward(parameters, toLogits, gradient, new HashMap<>());
            return new Step(logits, gradient);
        }
    }

    private static double distance(float[] a, float[] b) {
        double difference = 0;
        for (int i = 0; i < a.length; i++) {
            difference += Math.pow(a[i] - b[i], 2);
        }
        return Math.sqrt(difference) / norm(b);
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
        }
        return product / norm(a) / norm(b);
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private static float[] gaussian(int count) {
        Random random = new Random(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
