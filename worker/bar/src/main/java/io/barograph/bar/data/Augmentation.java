package io.barograph.bar.data;

/**
 * Random changes of training images, drawn anew for every sample and epoch.
 *
 * @param flip mirror half of the images left to right
 * @param shiftPixels shift every image by up to this many pixels in each direction, 0 to 16; what comes in is black
 */
public record Augmentation(boolean flip, int shiftPixels) {
    /** Leaves images as they are. */
    public static final Augmentation NONE = new Augmentation(false, 0);

    private static final int MAX_SHIFT = 16;

    public Augmentation {
        if (shiftPixels < 0 || shiftPixels > MAX_SHIFT) {
            throw new IllegalArgumentException("shiftPixels must be 0 to " + MAX_SHIFT + ", not " + shiftPixels);
        }
    }
}
