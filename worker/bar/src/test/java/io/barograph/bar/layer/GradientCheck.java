package io.barograph.bar.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares every element of a graph's gradient with central differences of its score, in double. */
final class GradientCheck {
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-7;

    private GradientCheck() {}

    static void assertGradientsEqualFiniteDifferences(ComputationGraph graph, INDArray input, INDArray labels) {
        INDArray parameters = graph.params();
        assertThat(parameters.dataType()).isEqualTo(DataType.DOUBLE);
        score(graph, input, labels);
        INDArray gradient = graph.gradient().gradient().dup().divi(input.size(0));
        assertThat(gradient.length()).isEqualTo(parameters.length());
        int notZero = 0;
        for (long i = 0; i < parameters.length(); i++) {
            double value = parameters.getDouble(i);
            parameters.putScalar(i, value + STEP);
            double above = score(graph, input, labels);
            parameters.putScalar(i, value - STEP);
            double below = score(graph, input, labels);
            parameters.putScalar(i, value);
            double numeric = (above - below) / (2 * STEP);
            assertThat(gradient.getDouble(i)).as("parameter %d", i).isCloseTo(numeric, within(TOLERANCE));
            notZero += Math.abs(numeric) > 100 * TOLERANCE ? 1 : 0;
        }
        assertThat(notZero).as("parameters that matter").isGreaterThan((int) parameters.length() / 4);
    }

    private static double score(ComputationGraph graph, INDArray input, INDArray labels) {
        graph.setInput(0, input);
        graph.setLabel(0, labels);
        graph.computeGradientAndScore();
        return graph.score();
    }
}
