package io.barograph.bar.layer;

import static io.barograph.bar.layer.GradientCheck.assertGradientsEqualFiniteDifferences;
import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class LayerGradientsTest {
    private final INDArray labels = Nd4j.eye(3).castTo(DataType.DOUBLE);
    private INDArray images = Nd4j.empty();

    @BeforeEach
    void drawImages() {
        Nd4j.getRandom().setSeed(4);
        images = Nd4j.randn(DataType.DOUBLE, 3, 2, 5, 4);
    }

    @Test
    void gateInTrainingPassesTheGradientCheck() {
        GateLayer gate = new GateLayer(6, 0, 31);
        ComputationGraph graph = TestingGraphs.finished(
                TestingGraphs.builder()
                        .addLayer("conv", TestingGraphs.convolution(6), "image")
                        .addLayer("gate", gate, "conv")
                        .addLayer("after", TestingGraphs.convolution(3), "gate"),
                "after",
                new LossMCXENT());
        HardConcreteGate running = (HardConcreteGate) graph.getLayer("gate");
        running.setParam(GateLayer.LOG_ALPHA, Nd4j.create(new double[][] {{-0.8, 0.1, 0.6, -0.3, 1, 0}}));
        int fractional = 0;
        for (int step = 0; step < 3; step++) {
            graph.getConfiguration().setIterationCount(step);
            running.setIterationCount(step);
            assertGradientsEqualFiniteDifferences(graph, images, labels);
            for (double z : running.values(true)) {
                fractional += z > 0 && z < 1 ? 1 : 0;
            }
        }
        assertThat(fractional).isGreaterThan(3);
    }

    @Test
    void scatterAddPassesTheGradientCheck() {
        ScatterAddVertex scatter = new ScatterAddVertex(new int[][] {{0, 2, 3}, {3, 5}, {1, 2, 4, 5}}, 6);
        ComputationGraph graph = TestingGraphs.finished(
                TestingGraphs.builder()
                        .addLayer("below", TestingGraphs.convolution(2), "image")
                        .addLayer("a", TestingGraphs.convolution(3), "below")
                        .addLayer("b", TestingGraphs.convolution(2), "below")
                        .addLayer("c", TestingGraphs.convolution(4), "image")
                        .addVertex("sum", scatter, "a", "b", "c")
                        .addLayer("after", TestingGraphs.convolution(3), "sum"),
                "after",
                new LossMCXENT());
        assertGradientsEqualFiniteDifferences(graph, images, labels);
    }

    @Test
    void distillationInAnOutputLayerPassesTheGradientCheck() {
        ComputationGraph graph = TestingGraphs.finished(
                TestingGraphs.builder().addLayer("conv", TestingGraphs.convolution(3), "image"),
                "conv",
                new DistillationLoss(4, 0.9));
        INDArray teacher = Nd4j.randn(DataType.DOUBLE, 3, 3).muli(3);
        assertGradientsEqualFiniteDifferences(graph, images, Nd4j.hstack(labels, teacher));
    }
}
