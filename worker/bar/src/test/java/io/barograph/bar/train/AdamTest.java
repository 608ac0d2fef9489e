package io.barograph.bar.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.network.PlainCnn;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;

class AdamTest {
    private static final Adam.Settings SETTINGS = new Adam.Settings(0.9, 0.99, 0.1, 2);
    private static final double RATE = 0.01;

    private final ParameterSet parameters = parameters();
    private final Random random = new Random(3);

    @Test
    void followsTheFormulaInDoublePrecision() {
        Adam adam = new Adam(parameters, Adam.weights(), SETTINGS);
        float[] values = parameters.values();
        double[] want = new double[values.length];
        double[] first = new double[values.length];
        double[] second = new double[values.length];
        for (int i = 0; i < want.length; i++) {
            want[i] = values[i];
        }
        for (int step = 1; step <= 20; step++) {
            float[] gradient = gradient(values.length);
            double norm = norm(gradient);
            adam.step(values, gradient, RATE);
            for (ParameterSet.Entry entry : parameters.entries()) {
                if (!Adam.weights().contains(entry.kind())) {
                    continue;
                }
                double decay = entry.kind() == ParameterSet.Kind.WEIGHT ? RATE * 0.1 : 0;
                for (int i = entry.offset(); i < entry.offset() + entry.length(); i++) {
                    double g = gradient[i] * Math.min(1, 2 / norm);
                    first[i] = 0.9 * first[i] + 0.1 * g;
                    second[i] = 0.99 * second[i] + 0.01 * g * g;
                    double m = first[i] / (1 - Math.pow(0.9, step));
                    double v = second[i] / (1 - Math.pow(0.99, step));
                    want[i] = want[i] * (1 - decay) - RATE * m / (Math.sqrt(v) + 1e-8);
                }
            }
        }
        for (int i = 0; i < want.length; i++) {
            assertThat((double) values[i]).isEqualTo(want[i], Offset.offset(2e-5));
        }
    }

    @Test
    void leavesRunningStatisticsAlone() {
        float[] before = parameters.get("bn1", "var");
        new Adam(parameters, Adam.weights(), SETTINGS)
                .step(parameters.values(), gradient(parameters.values().length), RATE);
        assertThat(parameters.get("bn1", "var")).isEqualTo(before);
    }

    @Test
    void goesOnFromItsSavedState() {
        Adam undisturbed = new Adam(parameters, Adam.weights(), SETTINGS);
        float[] one = parameters.values().clone();
        float[] gradient = gradient(one.length);
        undisturbed.step(one, gradient, RATE);
        float[] two = one.clone();
        Adam resumed = new Adam(parameters, Adam.weights(), SETTINGS);
        resumed.restore(undisturbed.state());
        undisturbed.step(one, gradient, RATE);
        resumed.step(two, gradient, RATE);
        assertThat(two).isEqualTo(one);
        assertThatThrownBy(() -> resumed.restore(new OptimizerState(new float[1], new float[1], 1)))
                .hasMessageContaining("does not fit");
    }

    private double norm(float[] gradient) {
        double sum = 0;
        for (ParameterSet.Entry entry : parameters.entries()) {
            if (Adam.weights().contains(entry.kind())) {
                for (int i = entry.offset(); i < entry.offset() + entry.length(); i++) {
                    sum += gradient[i] * (double) gradient[i];
                }
            }
        }
        return Math.sqrt(sum);
    }

    private float[] gradient(int length) {
        float[] gradient = new float[length];
        for (int i = 0; i < length; i++) {
            gradient[i] = (float) random.nextGaussian();
        }
        return gradient;
    }

    private static ParameterSet parameters() {
        ComputationGraph graph = new ComputationGraph(PlainCnn.of(2, 8, 8, 1, 3, 1));
        graph.init();
        return ParameterSet.of(graph);
    }
}
