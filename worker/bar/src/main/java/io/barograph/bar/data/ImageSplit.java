package io.barograph.bar.data;

import java.util.Arrays;

/** Labelled images of one purpose (training, validation or test), held in memory. Safe to share between threads. */
public final class ImageSplit {
    private final ImageShape shape;
    private final byte[] pixels;
    private final int[] labels;

    /**
     * Takes the arrays over without copying them.
     *
     * @param shape size of every image
     * @param pixels unsigned bytes, image after image, each in rows, columns, channels (NHWC)
     * @param labels class of every image, from 0
     */
    public ImageSplit(ImageShape shape, byte[] pixels, int[] labels) {
        if (pixels.length != (long) labels.length * shape.values()) {
            throw new IllegalArgumentException(labels.length + " labels need " + (long) labels.length * shape.values()
                    + " pixel values of " + shape + ", not " + pixels.length);
        }
        this.shape = shape;
        this.pixels = pixels;
        this.labels = labels;
    }

    /** Returns the number of images. */
    public int size() {
        return labels.length;
    }

    /** Returns the size of every image. */
    public ImageShape shape() {
        return shape;
    }

    /** Returns the unsigned bytes of all images, NHWC: the array itself, not to be changed. */
    public byte[] pixels() {
        return pixels;
    }

    /** Returns the class of every image: the array itself, not to be changed. */
    public int[] labels() {
        return labels;
    }

    /** Returns how many images each class has. */
    public int[] countsByClass(int classes) {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /** Returns a copy of the images with the given indices, in that order. */
    public ImageSplit select(int[] indices) {
        int values = shape.values();
        byte[] chosen = new byte[Math.multiplyExact(indices.length, values)];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(pixels, indices[i] * values, chosen, i * values, values);
        }
        return new ImageSplit(
                shape, chosen, Arrays.stream(indices).map(i -> labels[i]).toArray());
    }
}
