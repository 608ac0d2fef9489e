package io.barograph.api;

/**
 * Random changes of training images.
 *
 * @param flip mirror left to right with probability one half
 * @param shiftPixels largest shift along each axis, 0 to 8 pixels
 */
public record AugmentationSpec(boolean flip, int shiftPixels) {
    public static final AugmentationSpec DEFAULT = new AugmentationSpec(true, 0);

    public AugmentationSpec {
        Checks.require(
                shiftPixels >= 0 && shiftPixels <= 8,
                shiftPixels,
                "augmentation.shiftPixels",
                shiftPixels,
                "be 0 to 8");
    }
}
