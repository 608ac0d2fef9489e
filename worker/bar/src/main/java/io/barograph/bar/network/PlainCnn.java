package io.barograph.bar.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** A small plain network: three times convolution, batch norm, ReLU and 2x2 max pool, then a dense layer and softmax. */
public final class PlainCnn {
    private static final int GROUPS = 3;

    private PlainCnn() {}

    /**
     * A plain network whose convolutions have {@code width}, twice and four times as many maps; its dense layer has
     * {@code 8·width} units and reads the flattened maps.
     *
     * @param width maps of the first convolution
     * @param height input height in pixels, at least 8
     * @param imageWidth input width in pixels, at least 8
     * @param channels input channels
     * @param classes number of classes
     * @param seed seed of the initial weights
     * @return configuration with input {@code image} of shape [batch, channels, height, imageWidth] and output {@code output}
     * @throws IllegalArgumentException if a size is too small
     */
    public static ComputationGraphConfiguration of(
            int width, int height, int imageWidth, int channels, int classes, long seed) {
        NetworkLayers.requirePositive("width", width);
        NetworkLayers.requirePositive("classes", classes);
        if (height >> GROUPS == 0 || imageWidth >> GROUPS == 0) {
            throw new IllegalArgumentException(
                    "image must be at least 8x8 pixels for three 2x2 pools, was " + height + "x" + imageWidth);
        }
        NetworkLayers layers = new NetworkLayers(new InputShape(height, imageWidth, channels), seed);
        String last = NetworkLayers.INPUT;
        for (int group = 1; group <= GROUPS; group++) {
            last = layers.convolution("conv" + group, last, 3, 1, width << (group - 1));
            last = layers.relu("relu" + group, layers.batchNorm("bn" + group, last));
            layers.graph()
                    .addLayer(
                            "pool" + group,
                            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                                    .kernelSize(2, 2)
                                    .stride(2, 2)
                                    .build(),
                            last);
            last = "pool" + group;
        }
        layers.graph()
                .addLayer("dense", new DenseLayer.Builder().nOut(8 * width).build(), last);
        layers.softmax(layers.relu("dense_relu", "dense"), classes);
        return layers.graph().build();
    }
}
