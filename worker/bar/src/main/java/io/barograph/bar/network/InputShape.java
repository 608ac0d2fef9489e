package io.barograph.bar.network;

/**
 * Size of an input image.
 *
 * @param height rows in pixels, at least 4
 * @param width columns in pixels, at least 4
 * @param channels colour channels, at least 1
 */
record InputShape(int height, int width, int channels) {
    InputShape {
        if (height < 4 || width < 4) {
            throw new IllegalArgumentException("image must be at least 4x4 pixels, was " + height + "x" + width);
        }
        if (channels < 1) {
            throw new IllegalArgumentException("channels must be positive, was " + channels);
        }
    }
}
