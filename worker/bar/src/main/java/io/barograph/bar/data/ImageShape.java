package io.barograph.bar.data;

/**
 * The size of one image.
 *
 * @param height rows, 1 to 1024
 * @param width columns, 1 to 1024
 * @param channels values per pixel, 1 to 4
 */
public record ImageShape(int height, int width, int channels) {
    static final int MAX_SIDE = 1024;
    static final int MAX_CHANNELS = 4;

    public ImageShape {
        if (height < 1 || height > MAX_SIDE || width < 1 || width > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "An image has 1 to " + MAX_SIDE + " rows and columns, not " + height + "x" + width);
        }
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new IllegalArgumentException("An image has 1 to " + MAX_CHANNELS + " channels, not " + channels);
        }
    }

    /** Returns the number of values of one image: height times width times channels. */
    public int values() {
        return height * width * channels;
    }

    @Override
    public String toString() {
        return height + "x" + width + "x" + channels;
    }
}
