package io.barograph.bar.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BuiltInNetworksTest {
    @Test
    void resNet20HasTheKnownParameterCount() {
        // He and others 2016 give 0.27M for ResNet-20; projections add 1x1 convolutions and their batch norms.
        ComputationGraph graph = initialised(ResNets.cifar(3, 16, 32, 32, 3, 10, 1));
        int convolutions = 27 * 16 + 6 * 2304 + (4608 + 5 * 9216) + (18432 + 5 * 36864) + 16 * 32 + 32 * 64;
        int normalised = 16 * 7 + 32 * 7 + 64 * 7;
        assertThat(graph.numParams()).isEqualTo(convolutions + 4 * normalised + 64 * 10 + 10);
    }

    @Test
    void stridesRoundOddImageSizesUpOnBothPathsOfABlock() {
        ComputationGraph graph = initialised(ResNets.cifar(1, 2, 7, 9, 3, 4, 1));
        INDArray sum = graph.feedForward(Nd4j.rand(2, 3, 7, 9), false).getOrDefault("s3b1_add", Nd4j.empty());
        assertThat(sum.shape()).containsExactly(2, 8, 2, 3);
    }

    @Test
    void wideNetworkProjectsInItsFirstBlockToo() {
        ComputationGraphConfiguration conf = WideResNets.cifar(1, 4, 3, 8, 8, 3, 10, 1);
        assertThat(conf.getVertices()).containsKeys("s1b1_shortcut_conv", "s2b1_shortcut_bn", "s3b1_relu2");
        assertThat(initialised(conf).output(Nd4j.rand(2, 3, 8, 8))[0].shape()).containsExactly(2, 10);
    }

    @Test
    void plainNetworkFlattensRectangularImages() {
        ComputationGraph graph = initialised(PlainCnn.of(4, 16, 24, 1, 10, 1));
        assertThat(graph.getLayer("dense").getParam("W").shape()).containsExactly(16 * 2 * 3, 32);
        assertThat(graph.output(Nd4j.rand(3, 1, 16, 24))[0].shape()).containsExactly(3, 10);
    }

    @Test
    void sameSeedGivesSameWeights() {
        ComputationGraph one = initialised(ResNets.cifar(1, 4, 8, 8, 3, 10, 5));
        assertThat(one.params())
                .isEqualTo(initialised(ResNets.cifar(1, 4, 8, 8, 3, 10, 5)).params());
        assertThat(one.params())
                .isNotEqualTo(initialised(ResNets.cifar(1, 4, 8, 8, 3, 10, 6)).params());
    }

    @Test
    void refusesImpossibleSizes() {
        assertThat(ResNets.blocksPerStage(20)).isEqualTo(3);
        assertThatThrownBy(() -> ResNets.blocksPerStage(21)).hasMessageContaining("21");
        assertThatThrownBy(() -> PlainCnn.of(4, 7, 28, 1, 10, 1)).hasMessageContaining("7x28");
        assertThatThrownBy(() -> ResNets.cifar(0, 16, 32, 32, 3, 10, 1)).hasMessageContaining("blocksPerStage");
    }

    private static ComputationGraph initialised(ComputationGraphConfiguration conf) {
        ComputationGraph graph = new ComputationGraph(conf);
        graph.init();
        return graph;
    }
}
