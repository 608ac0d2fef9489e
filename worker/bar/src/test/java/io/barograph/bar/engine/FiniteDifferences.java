package io.barograph.bar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Compares an engine's gradients with central differences of a random weighted sum of its logits. */
final class FiniteDifferences {
    private static final int SAMPLES = 12;

    private final TrainingExecution training;
    private final Function<float[], double[]> exact;
    private final ParameterSet parameters;
    private final Map<String, float[]> gates;
    private final float[] pixels;
    private final float[] direction = new float[TestingBatch.BATCH * TestingBatch.CLASSES];
    private final float step;
    private final double tolerance;

    /**
     * @param exact the logits in the precision of the engine, from what forward returned
     * @param step by which a value is moved to both sides
     * @param tolerance of a parameter's sampled gradient, in norm, relative to the difference
     */
    FiniteDifferences(
            TrainingExecution training,
            Function<float[], double[]> exact,
            ComputationGraph graph,
            float step,
            double tolerance) {
        this.training = training;
        this.exact = exact;
        this.parameters = ParameterSet.of(graph);
        this.gates = new LinkedHashMap<>(TestingBatch.drawn(graph));
        // In the middle of their range, where no draw is clipped.
        for (float[] z : gates.values()) {
            for (int c = 0; c < z.length; c++) {
                z[c] = 0.3f + 0.1f * c;
            }
        }
        this.pixels = TestingBatch.pixels(3, 5);
        this.step = step;
        this.tolerance = tolerance;
        Random random = new Random(8);
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) random.nextGaussian();
        }
    }

    /**
     * For an engine that computes in float. A logit has an error of some 1e-6, which a step of 1/2048 makes 2e-3 of a gradient
     * near 1; a larger step is worse, because more ReLUs change their sign within it.
     */
    static FiniteDifferences inFloat(TrainingExecution training, ComputationGraph graph) {
        return new FiniteDifferences(training, FiniteDifferences::widened, graph, 0x1p-11f, 0.02);
    }

    private static double[] widened(float[] logits) {
        double[] wide = new double[logits.length];
        Arrays.setAll(wide, i -> logits[i]);
        return wide;
    }

    void check() {
        float[] gradient = new float[parameters.values().length];
        Map<String, float[]> gateGradients = new HashMap<>();
        value();
        training.backward(parameters, direction, gradient, gateGradients);
        for (ParameterSet.Entry entry : parameters.entries()) {
            if (entry.kind() == ParameterSet.Kind.GATE) {
                String gate = TestingBatch.layer(entry);
                float[] z = Objects.requireNonNull(gates.get(gate));
                compare(entry.key(), z, 0, z.length, Objects.requireNonNull(gateGradients.get(gate)));
            } else if (!TestingBatch.isStatistic(entry)) {
                compare(entry.key(), parameters.values(), entry.offset(), entry.length(), gradient);
            }
        }
    }

    private void compare(String name, float[] values, int offset, int length, float[] gradient) {
        int stride = Math.max(1, length / SAMPLES);
        double error = 0;
        double norm = 0;
        for (int i = offset; i < offset + length; i += stride) {
            float kept = values[i];
            float above = kept + step;
            float below = kept - step;
            values[i] = above;
            double high = value();
            values[i] = below;
            double low = value();
            values[i] = kept;
            double numeric = (high - low) / ((double) above - below);
            error += (gradient[i] - numeric) * (gradient[i] - numeric);
            norm += numeric * numeric;
        }
        assertThat(norm).as("difference for " + name).isPositive();
        assertThat(Math.sqrt(error / norm)).as(name).isLessThan(tolerance);
    }

    private double value() {
        double[] logits = exact.apply(training.forward(parameters, pixels, gates));
        double value = 0;
        for (int i = 0; i < logits.length; i++) {
            value += direction[i] * logits[i];
        }
        return value;
    }
}
