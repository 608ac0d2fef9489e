package io.barograph.bar.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;

/** Builds the residual networks: conv, batch norm, add, ReLU; a projection wherever a block changes the shape. */
final class ResidualNetwork {
    private static final int STAGES = 3;

    private final NetworkLayers layers;

    private ResidualNetwork(NetworkLayers layers) {
        this.layers = layers;
    }

    static ComputationGraphConfiguration of(
            int blocksPerStage, int width, int widthFactor, InputShape image, int classes, long seed) {
        NetworkLayers.requirePositive("blocksPerStage", blocksPerStage);
        NetworkLayers.requirePositive("width", width);
        NetworkLayers.requirePositive("widthFactor", widthFactor);
        NetworkLayers.requirePositive("classes", classes);
        ResidualNetwork network = new ResidualNetwork(new NetworkLayers(image, seed));
        return network.build(blocksPerStage, width, widthFactor, classes);
    }

    private ComputationGraphConfiguration build(int blocksPerStage, int width, int widthFactor, int classes) {
        String last = layers.convolution("stem_conv", NetworkLayers.INPUT, 3, 1, width);
        last = layers.relu("stem_relu", layers.batchNorm("stem_bn", last));
        int mapsIn = width;
        for (int stage = 1; stage <= STAGES; stage++) {
            int maps = width * widthFactor << (stage - 1);
            for (int block = 1; block <= blocksPerStage; block++) {
                int stride = stage > 1 && block == 1 ? 2 : 1;
                last = block("s" + stage + "b" + block + "_", last, mapsIn, maps, stride);
                mapsIn = maps;
            }
        }
        layers.graph().addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), last);
        layers.softmax("pool", classes);
        return layers.graph().build();
    }

    private String block(String name, String from, int mapsIn, int maps, int stride) {
        String inner = layers.convolution(name + "conv1", from, 3, stride, maps);
        inner = layers.relu(name + "relu1", layers.batchNorm(name + "bn1", inner));
        inner = layers.convolution(name + "conv2", inner, 3, 1, maps);
        inner = layers.batchNorm(name + "bn2", inner);
        String shortcut = from;
        if (stride != 1 || mapsIn != maps) {
            shortcut = layers.convolution(name + "shortcut_conv", from, 1, stride, maps);
            shortcut = layers.batchNorm(name + "shortcut_bn", shortcut);
        }
        layers.graph().addVertex(name + "add", new ElementWiseVertex(ElementWiseVertex.Op.Add), inner, shortcut);
        return layers.relu(name + "relu2", name + "add");
    }
}
