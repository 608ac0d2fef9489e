package io.barograph.bar.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The pieces the built-in networks are made of; every method returns the name of the last vertex it added. */
final class NetworkLayers {
    static final String INPUT = "image";
    static final String OUTPUT = "output";
    private static final double BATCH_NORM_EPSILON = 1e-5;
    private static final double BATCH_NORM_DECAY = 0.9;

    private final GraphBuilder graph;

    NetworkLayers(InputShape image, long seed) {
        this.graph = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.RELU)
                .activation(Activation.IDENTITY)
                .updater(new Sgd(0.01))
                .convolutionMode(ConvolutionMode.Truncate)
                .graphBuilder()
                .addInputs(INPUT)
                .setInputTypes(InputType.convolutional(image.height(), image.width(), image.channels()))
                .setOutputs(OUTPUT);
    }

    GraphBuilder graph() {
        return graph;
    }

    String convolution(String name, String from, int kernel, int stride, int maps) {
        int padding = kernel / 2;
        graph.addLayer(
                name,
                new ConvolutionLayer.Builder(kernel, kernel)
                        .stride(stride, stride)
                        .padding(padding, padding)
                        .nOut(maps)
                        .hasBias(false)
                        .build(),
                from);
        return name;
    }

    String batchNorm(String name, String from) {
        // The running variance is kept as a variance: the default, log10 of the deviation, rounds it.
        graph.addLayer(
                name,
                new BatchNormalization.Builder()
                        .eps(BATCH_NORM_EPSILON)
                        .decay(BATCH_NORM_DECAY)
                        .useLogStd(false)
                        .build(),
                from);
        return name;
    }

    String relu(String name, String from) {
        graph.addLayer(name, new ActivationLayer(Activation.RELU), from);
        return name;
    }

    String softmax(String from, int classes) {
        graph.addLayer(
                OUTPUT,
                new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .weightInit(WeightInit.XAVIER)
                        .nOut(classes)
                        .build(),
                from);
        return OUTPUT;
    }

    static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
    }
}
