package io.barograph.bar.data;

/**
 * Normalized images with their labels, in buffers that {@link Batches} uses again: good until the next batch is asked
 * for. Arrays have room for a full batch; entries from {@link #size()} on are left over from earlier batches.
 */
public final class ImageBatch {
    final float[] pixels;
    final int[] labels;
    final int[] indices;
    final byte[] flips;
    final byte[] shiftsDown;
    final byte[] shiftsRight;
    int size;

    ImageBatch(ImageShape shape, int capacity) {
        this.pixels = new float[Math.multiplyExact(capacity, shape.values())];
        this.labels = new int[capacity];
        this.indices = new int[capacity];
        this.flips = new byte[capacity];
        this.shiftsDown = new byte[capacity];
        this.shiftsRight = new byte[capacity];
    }

    /** Returns the number of images: the batch size, or less in the last batch of an evaluation. */
    public int size() {
        return size;
    }

    /** Returns the normalized values, image after image, each in rows, columns, channels (NHWC). */
    public float[] pixels() {
        return pixels;
    }

    /** Returns the class of every image. */
    public int[] labels() {
        return labels;
    }

    /** Returns the index of every image in its split. */
    public int[] indices() {
        return indices;
    }

    /** Returns 1 for every image that was mirrored left to right, else 0. */
    public byte[] flips() {
        return flips;
    }

    /** Returns by how many pixels every image was moved down (after mirroring); negative is up. */
    public byte[] shiftsDown() {
        return shiftsDown;
    }

    /** Returns by how many pixels every image was moved right (after mirroring); negative is left. */
    public byte[] shiftsRight() {
        return shiftsRight;
    }
}
