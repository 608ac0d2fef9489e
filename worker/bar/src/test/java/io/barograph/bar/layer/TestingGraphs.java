package io.barograph.bar.layer;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** Tiny smooth graphs in double on 5x4 images of 2 channels and 3 classes. */
final class TestingGraphs {
    private TestingGraphs() {}

    static GraphBuilder builder() {
        return new NeuralNetConfiguration.Builder()
                .seed(12)
                .dataType(DataType.DOUBLE)
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.TANH)
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(5, 4, 2))
                .setOutputs("output");
    }

    static ConvolutionLayer convolution(int maps) {
        return new ConvolutionLayer.Builder(3, 3).padding(1, 1).nOut(maps).build();
    }

    static ComputationGraph finished(GraphBuilder builder, String last, ILossFunction loss) {
        builder.addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), last)
                .addLayer(
                        "output",
                        new OutputLayer.Builder(loss)
                                .activation(Activation.SOFTMAX)
                                .nOut(3)
                                .build(),
                        "pool");
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return graph;
    }
}
