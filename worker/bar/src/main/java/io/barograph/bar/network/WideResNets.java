package io.barograph.bar.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** Wide residual networks with post-activation blocks: the stages are {@code widthFactor} times wider than the stem. */
public final class WideResNets {
    private WideResNets() {}

    /**
     * A wide residual network of 6n+2 layers; WRN-26-12 is n = 4, width 16, factor 12.
     *
     * @param blocksPerStage blocks in each of the three stages (n)
     * @param width maps of the stem
     * @param widthFactor the stages have width·widthFactor, twice and four times as many maps
     * @param height input height in pixels
     * @param imageWidth input width in pixels
     * @param channels input channels
     * @param classes number of classes
     * @param seed seed of the initial weights
     * @return configuration with input {@code image} of shape [batch, channels, height, imageWidth] and output {@code output}
     * @throws IllegalArgumentException if a size is not positive, or the image is smaller than 4 pixels on a side
     */
    public static ComputationGraphConfiguration cifar(
            int blocksPerStage,
            int width,
            int widthFactor,
            int height,
            int imageWidth,
            int channels,
            int classes,
            long seed) {
        return ResidualNetwork.of(
                blocksPerStage, width, widthFactor, new InputShape(height, imageWidth, channels), classes, seed);
    }
}
