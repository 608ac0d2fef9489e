package io.barograph.bar.prune;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.bar.network.ResNets;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class UnsupportedNetworksTest {
    @Test
    void batchNormOnAStreamIsRefused() {
        assertRefused("mid: a batch norm must follow a convolution", new ActivationLayer(Activation.RELU), norm());
    }

    @Test
    void activationThatMovesZeroIsRefused() {
        assertRefused("constant", new ActivationLayer(Activation.SIGMOID));
    }

    @Test
    void biasWithoutAGateIsRefused() {
        assertRefused("bias", new ConvolutionLayer.Builder(3, 3).nOut(2).build());
    }

    @Test
    void depthwiseConvolutionIsRefused() {
        assertRefused(
                "DepthwiseConvolution2D",
                new DepthwiseConvolution2D.Builder()
                        .kernelSize(3, 3)
                        .nIn(4)
                        .nOut(4)
                        .build());
    }

    @Test
    void denseNetworkIsNotCompacted() {
        ComputationGraph dense = TestingNetworks.initialised(ResNets.cifar(1, 2, 8, 8, 1, 3, 1));
        ChannelGraph channels = ChannelGraph.of(dense, 8, 8);
        assertThatThrownBy(() -> Compaction.compact(dense, channels, channels.allOpen()))
                .hasMessageContaining("no gate stem_gate");
    }

    private static void assertRefused(String message, Layer... middle) {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(8, 8, 1))
                .setOutputs("output")
                .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "image")
                .addLayer("bn", norm(), "conv");
        String last = "bn";
        for (Layer layer : middle) {
            String name = last + "_mid";
            builder.addLayer(name, layer, last);
            last = name;
        }
        ComputationGraph graph = TestingNetworks.initialised(builder.addLayer("pool", new GlobalPoolingLayer(), last)
                .addLayer(
                        "output",
                        new OutputLayer.Builder(LossFunction.MSE).nOut(2).build(),
                        "pool")
                .build());
        assertThatThrownBy(() -> ChannelGraph.of(graph, 8, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot prune")
                .hasMessageContaining(message);
    }

    private static BatchNormalization norm() {
        return new BatchNormalization.Builder().build();
    }
}
