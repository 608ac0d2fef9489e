package io.barograph.bar.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** Residual networks of the CIFAR family: stem, three stages of basic post-activation blocks, average pool, softmax. */
public final class ResNets {
    private ResNets() {}

    /**
     * A residual network of 6n+2 layers with stages of {@code width}, {@code 2·width} and {@code 4·width} maps.
     *
     * @param blocksPerStage blocks in each of the three stages (n); 3 is ResNet-20
     * @param width maps of the stem and of the first stage
     * @param height input height in pixels
     * @param imageWidth input width in pixels
     * @param channels input channels
     * @param classes number of classes
     * @param seed seed of the initial weights
     * @return configuration with input {@code image} of shape [batch, channels, height, imageWidth] and output {@code output}
     * @throws IllegalArgumentException if a size is not positive, or the image is smaller than 4 pixels on a side
     */
    public static ComputationGraphConfiguration cifar(
            int blocksPerStage, int width, int height, int imageWidth, int channels, int classes, long seed) {
        return ResidualNetwork.of(
                blocksPerStage, width, 1, new InputShape(height, imageWidth, channels), classes, seed);
    }

    /**
     * The blocks per stage of a residual network of this depth.
     *
     * @throws IllegalArgumentException if the depth is not 6n+2 with n of at least 1
     */
    public static int blocksPerStage(int depth) {
        if (depth < 8 || (depth - 2) % 6 != 0) {
            throw new IllegalArgumentException(
                    "depth of a residual network must be 6n+2 (8, 14, 20, ...), was " + depth);
        }
        return (depth - 2) / 6;
    }
}
