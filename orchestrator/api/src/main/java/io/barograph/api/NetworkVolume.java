package io.barograph.api;

/**
 * Volumes of a network for square images, known without building it: height times width times channels, summed over the outputs
 * of its convolutions.
 *
 * @param dense with every feature map, in maps·pixels
 * @param least of any connected network that pruning can leave: one map in each layer of the cheapest path from the input to the
 *     output, in maps·pixels
 */
public record NetworkVolume(long dense, long least) {
    private static final int STAGES = 3;
    private static final int STEM_OF_WIDE = 16;

    /** @param imagePixels height and width of an image */
    public static NetworkVolume of(NetworkSpec network, int imagePixels) {
        return network.fold(
                resnet -> residual(resnet.blocksPerStage(), resnet.width(), 1, imagePixels),
                wide -> residual(wide.blocksPerStage(), STEM_OF_WIDE, wide.widthFactor(), imagePixels),
                plain -> plain(plain.width(), imagePixels));
    }

    /** The least volume as a fraction of the dense one: no budget below it can be met. */
    public double leastBudget() {
        return (double) least / dense;
    }

    /** Whether a network can be pruned to this fraction of its dense volume. */
    public boolean allows(double budget) {
        return budget * dense >= least;
    }

    /** A stage's first block has a projection, the cheapest way through it, if it changes shape; the other blocks cost nothing. */
    private static NetworkVolume residual(int blocks, int stem, int widthFactor, int imagePixels) {
        long side = imagePixels;
        long dense = side * side * stem;
        long least = side * side;
        for (int stage = 0; stage < STAGES; stage++) {
            side = stage == 0 ? side : (side + 1) / 2;
            long maps = (long) stem * widthFactor << stage;
            boolean projects = stage > 0 || widthFactor > 1;
            dense += side * side * maps * (2L * blocks + (projects ? 1 : 0));
            least += projects ? side * side : 0;
        }
        return new NetworkVolume(dense, least);
    }

    private static NetworkVolume plain(int width, int imagePixels) {
        long side = imagePixels;
        long dense = 0;
        long least = 0;
        for (int group = 0; group < STAGES; group++) {
            dense += side * side * ((long) width << group);
            least += side * side;
            side /= 2;
        }
        return new NetworkVolume(dense, least);
    }
}
