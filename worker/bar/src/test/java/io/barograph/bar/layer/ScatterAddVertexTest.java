package io.barograph.bar.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ScatterAddVertexTest {
    private final ScatterAddVertex vertex = new ScatterAddVertex(new int[][] {{0, 1, 4}, {1, 2}}, 6);

    @Test
    void writesEveryChannelToItsPlaceAndLeavesTheRestZero() {
        ComputationGraph graph = new ComputationGraph(conf());
        graph.init();
        INDArray a = Nd4j.rand(2, 3, 4, 5);
        INDArray b = Nd4j.rand(2, 2, 4, 5);
        INDArray sum = graph.output(a, b)[0];
        assertThat(sum.shape()).containsExactly(2, 6, 4, 5);
        INDArray[] expected = {
            channel(a, 0),
            channel(a, 1).add(channel(b, 0)),
            channel(b, 1),
            Nd4j.zeros(2, 4, 5),
            channel(a, 2),
            Nd4j.zeros(2, 4, 5)
        };
        for (int channel = 0; channel < 6; channel++) {
            assertThat(channel(sum, channel)).isEqualTo(expected[channel]);
        }
    }

    @Test
    void configurationSurvivesJson() {
        ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(conf().toJson());
        assertThat(read.getVertices()).containsEntry("sum", vertex);
        assertThat(vertex.clone()).isEqualTo(vertex).hasSameHashCodeAs(vertex);
        assertThat(new ScatterAddVertex(new int[][] {{0, 1, 4}, {1, 3}}, 6)).isNotEqualTo(vertex);
    }

    @Test
    void refusesPlacesOutsideTheUnionAndMapsThatDoNotFit() {
        assertThatThrownBy(() -> new ScatterAddVertex(new int[][] {{0, 6}}, 6)).hasMessageContaining("[0, 6]");
        assertThatThrownBy(() -> new ScatterAddVertex(new int[][] {{2, 2}}, 6)).hasMessageContaining("[2, 2]");
        assertThatThrownBy(() ->
                        vertex.getOutputType(0, InputType.convolutional(4, 5, 3), InputType.convolutional(4, 6, 2)))
                .hasMessageContaining("different size");
        assertThatThrownBy(() ->
                        vertex.getOutputType(0, InputType.convolutional(4, 5, 2), InputType.convolutional(4, 5, 2)))
                .hasMessageContaining("3 NCHW maps");
    }

    private ComputationGraphConfiguration conf() {
        return new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("a", "b")
                .setInputTypes(InputType.convolutional(4, 5, 3), InputType.convolutional(4, 5, 2))
                .addVertex("sum", vertex, "a", "b")
                .setOutputs("sum")
                .validateOutputLayerConfig(false)
                .build();
    }

    private static INDArray channel(INDArray maps, int channel) {
        return maps.tensorAlongDimension(channel, 0, 2, 3);
    }
}
