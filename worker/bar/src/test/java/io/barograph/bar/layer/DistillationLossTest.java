package io.barograph.bar.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class DistillationLossTest {
    private static final ActivationSoftmax SOFTMAX = new ActivationSoftmax();

    private final INDArray classes = Nd4j.create(new double[][] {{0, 1, 0}, {1, 0, 0}});
    private final INDArray teacher = Nd4j.create(new double[][] {{-1, 4, 0.5}, {2, 1.5, -3}});
    private final INDArray student = Nd4j.create(new double[][] {{0.3, -2, 1}, {5, 0.1, 2}});
    private final INDArray labels = Nd4j.hstack(classes, teacher);

    @Test
    void equalsItsDefinitionTermByTerm() {
        double expected = 0;
        for (int row = 0; row < 2; row++) {
            double[] soft = probabilities(student.getRow(row), 3);
            double[] target = probabilities(teacher.getRow(row), 3);
            double[] hard = probabilities(student.getRow(row), 1);
            for (int i = 0; i < 3; i++) {
                expected += 0.7 * 9 * target[i] * Math.log(target[i] / soft[i]);
                expected -= 0.3 * classes.getDouble(row, i) * Math.log(hard[i]);
            }
        }
        DistillationLoss loss = new DistillationLoss(3, 0.7);
        assertThat(loss.computeScore(labels, student, SOFTMAX, null, false)).isCloseTo(expected, within(1e-12));
        assertThat(loss.computeScore(labels, student, SOFTMAX, null, true)).isCloseTo(expected / 2, within(1e-12));
    }

    @Test
    void gradientEqualsFiniteDifferences() {
        for (double weight : new double[] {0, 0.4, 1}) {
            DistillationLoss loss = new DistillationLoss(4, weight);
            INDArray gradient = loss.computeGradient(labels, student, SOFTMAX, null);
            for (int i = 0; i < student.length(); i++) {
                double value = student.getDouble(i);
                student.putScalar(i, value + 1e-5);
                double above = loss.computeScore(labels, student, SOFTMAX, null, false);
                student.putScalar(i, value - 1e-5);
                double below = loss.computeScore(labels, student, SOFTMAX, null, false);
                student.putScalar(i, value);
                assertThat(gradient.getDouble(i)).isCloseTo((above - below) / 2e-5, within(1e-8));
            }
        }
    }

    @Test
    void isZeroForAStudentThatEqualsItsTeacherAndCrossEntropyWithoutOne() {
        assertThat(new DistillationLoss(4, 1).computeScore(labels, teacher, SOFTMAX, null, false))
                .isCloseTo(0, within(1e-12));
        assertThat(new DistillationLoss(4, 0).computeScore(labels, student, SOFTMAX, null, false))
                .isCloseTo(new LossMCXENT().computeScore(classes, student.dup(), SOFTMAX, null, false), within(1e-6));
    }

    @Test
    void staysFiniteForHugeLogits() {
        INDArray huge = student.mul(1e5);
        assertThat(new DistillationLoss(4, 0.9).computeScore(labels, huge, SOFTMAX, null, false))
                .isFinite();
    }

    @Test
    void survivesTheModelConfiguration() {
        ComputationGraph graph = TestingGraphs.finished(
                TestingGraphs.builder().addLayer("conv", TestingGraphs.convolution(3), "image"),
                "conv",
                new DistillationLoss(2.5, 0.25));
        String json = graph.getConfiguration().toJson();
        assertThat(ComputationGraphConfiguration.fromJson(json)).isEqualTo(graph.getConfiguration());
        assertThat(json).contains("2.5").contains("DistillationLoss");
    }

    @Test
    void refusesOtherOutputsAndLabels() {
        DistillationLoss loss = new DistillationLoss(4, 0.9);
        assertThatThrownBy(() -> loss.computeScore(labels, student, new ActivationSigmoid(), null, true))
                .hasMessageContaining("softmax");
        assertThatThrownBy(() -> loss.computeScore(classes, student, SOFTMAX, null, true))
                .hasMessageContaining("6 columns");
        assertThatThrownBy(() -> new DistillationLoss(0, 0.9)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> new DistillationLoss(4, 1.1)).hasMessageContaining("1.1");
    }

    private static double[] probabilities(INDArray logits, double temperature) {
        double[] values = logits.toDoubleVector();
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.exp(values[i] / temperature);
            sum += values[i];
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= sum;
        }
        return values;
    }
}
