package io.barograph.server.report;

/**
 * A layer of a pruned network, as {@link NetworkPicture} shows it.
 *
 * @param name of the layer, not blank
 * @param liveMaps maps that are left; 0 for a removed layer
 * @param allMaps maps of the dense network, at least 1
 * @param height of a map in pixels, at least 1
 * @param width of a map in pixels, at least 1
 * @param macs multiply-accumulates for one image that are left
 */
public record NetworkLayer(String name, int liveMaps, int allMaps, int height, int width, long macs) {
    public NetworkLayer {
        require(!name.isBlank(), "name must not be blank, was '" + name + "'");
        require(allMaps >= 1, "allMaps must be at least 1, was " + allMaps);
        require(liveMaps >= 0 && liveMaps <= allMaps, "liveMaps must lie in [0, " + allMaps + "], was " + liveMaps);
        require(height >= 1, "height must be at least 1, was " + height);
        require(width >= 1, "width must be at least 1, was " + width);
        require(macs >= 0, "macs must be at least 0, was " + macs);
    }

    boolean isRemoved() {
        return liveMaps == 0;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
