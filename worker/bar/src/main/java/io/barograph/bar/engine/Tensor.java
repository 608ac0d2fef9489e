package io.barograph.bar.engine;

/**
 * One activation of a network, without the batch dimension.
 *
 * @param id position in the network's order of creation, 0 is the input image
 * @param channels feature maps
 * @param height rows
 * @param width columns
 */
public record Tensor(int id, int channels, int height, int width) {
    /** Values of one example. */
    public long size() {
        return (long) channels * height * width;
    }
}
