package io.barograph.bar.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class GateLayerTest {
    @Test
    void evaluationMultipliesEveryChannelByItsDeterministicValue() {
        ComputationGraph graph = graph(new GateLayer(4, 3, 1));
        graph.getLayer("gate").setParam(GateLayer.LOG_ALPHA, Nd4j.create(new double[][] {{-4, 0, 1, 4}}));
        INDArray images = Nd4j.rand(DataType.DOUBLE, 2, 2, 5, 4);
        INDArray before = graph.feedForward(images, false).getOrDefault("conv", Nd4j.empty());
        INDArray after = graph.feedForward(images, false).getOrDefault("gate", Nd4j.empty());
        double[] logAlpha = {-4, 0, 1, 4};
        for (int channel = 0; channel < 4; channel++) {
            double z = HardConcrete.deterministic(logAlpha[channel]);
            assertThat(after.tensorAlongDimension(channel, 0, 2, 3))
                    .isEqualTo(before.tensorAlongDimension(channel, 0, 2, 3).mul(z));
        }
    }

    @Test
    void everyStepDrawsAnewAndTheSameStepDrawsTheSame() {
        HardConcreteGate gate = (HardConcreteGate) graph(new GateLayer(4, 0, 1)).getLayer("gate");
        double[] first = gate.values(true);
        gate.setIterationCount(1);
        assertThat(gate.values(true)).isNotEqualTo(first);
        gate.setIterationCount(0);
        assertThat(gate.values(true)).isEqualTo(first);
    }

    @Test
    void drawsAreKeyedByTheOriginalChannel() {
        GateLayer all = new GateLayer(4, 0, 1);
        GateLayer rest = new GateLayer(2, 0, 1);
        all.setLayerName("gate");
        rest.setLayerName("gate");
        rest.setOriginalChannels(new int[] {1, 3});
        assertThat(rest.uniform(7, 0)).isEqualTo(all.uniform(7, 1));
        assertThat(rest.uniform(7, 1)).isEqualTo(all.uniform(7, 3));
    }

    @Test
    void configurationSurvivesJson() {
        GateLayer gate = new GateLayer(2, 0.5, Long.MIN_VALUE + 3);
        gate.setOriginalChannels(new int[] {4, 9});
        ComputationGraphConfiguration conf = TestingGraphs.builder()
                .addLayer("conv", TestingGraphs.convolution(2), "image")
                .addLayer("gate", gate, "conv")
                .setOutputs("gate")
                .validateOutputLayerConfig(false)
                .build();
        ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(conf.toJson());
        assertThat(read).isEqualTo(conf);
        assertThat(read.toJson()).contains("originalChannels").contains("" + (Long.MIN_VALUE + 3));
    }

    @Test
    void refusesWhatIsNoMap() {
        GateLayer gate = new GateLayer(2, 0, 1);
        assertThatThrownBy(() -> gate.getOutputType(0, InputType.feedForward(2)))
                .hasMessageContaining("NCHW");
        assertThatThrownBy(() -> new GateLayer(0, 0, 1)).hasMessageContaining("channels");
        assertThatThrownBy(() -> new GateLayer(2, Double.NaN, 1)).hasMessageContaining("NaN");
    }

    private static ComputationGraph graph(GateLayer gate) {
        return TestingGraphs.finished(
                TestingGraphs.builder()
                        .addLayer("conv", TestingGraphs.convolution(4), "image")
                        .addLayer("gate", gate, "conv"),
                "gate",
                new LossMCXENT());
    }
}
