package io.barograph.api;

import org.jspecify.annotations.Nullable;

/**
 * A convolution or dense layer of a model file.
 *
 * @param convolution whether it is a convolution; else a dense layer
 * @param inputMaps feature maps that it reads, or values for a dense layer; 0 if it was removed
 * @param outputMaps feature maps that it makes, or values; 0 if it was removed
 * @param denseMaps feature maps that it made in the dense network; null if the file does not say
 * @param height rows of the output
 * @param width columns of the output
 * @param kernelHeight 1 for a dense layer
 * @param kernelWidth 1 for a dense layer
 * @param volumePixels what counts for the budget: height·width·maps of a convolution's output
 * @param parameters numbers in weights and bias
 * @param macs multiply-accumulates for one image
 */
public record ModelLayer(
        String name,
        boolean convolution,
        int inputMaps,
        int outputMaps,
        @Nullable Integer denseMaps,
        int height,
        int width,
        int kernelHeight,
        int kernelWidth,
        long volumePixels,
        long parameters,
        long macs) {
    /** A layer of the dense network of which nothing is left. */
    public static ModelLayer removed(String name, int denseMaps) {
        return new ModelLayer(name, true, 0, 0, denseMaps, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Feature maps that it made in the dense network, or those that it makes if the file does not say. */
    public int allMaps() {
        return denseMaps == null ? outputMaps : Math.max(denseMaps, outputMaps);
    }

    /** Whether nothing is left of it. */
    public boolean wasRemoved() {
        return outputMaps == 0;
    }
}
