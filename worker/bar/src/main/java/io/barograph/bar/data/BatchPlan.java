package io.barograph.bar.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Says what every batch of a dataset holds and writes it. */
final class BatchPlan implements BatchSource {
    private static final long ORDER = 1;
    private static final long FLIP = 2;
    private static final long SHIFT = 3;

    /** What is done to the images of a plan. */
    private enum Flips {
        NONE,
        ALL,
        RANDOM
    }

    private final ImageSplit split;
    private final float[] table;
    private final int batchSize;
    private final int batchCount;
    private final int[] order;
    private final Flips flips;
    private final int shiftPixels;
    private final SplitMix64 flipDraws;
    private final SplitMix64 shiftDraws;

    private BatchPlan(
            ImageDataset dataset,
            ImageSplit split,
            int batchSize,
            boolean dropPartial,
            int[] order,
            Flips flips,
            int shiftPixels,
            long seed,
            int epoch) {
        if (batchSize < 1 || batchSize > split.size() && dropPartial) {
            throw new IllegalArgumentException(
                    "A batch of " + dataset.name() + " has 1 to " + split.size() + " images, not " + batchSize);
        }
        this.split = split;
        this.table = dataset.normalization().table();
        this.batchSize = batchSize;
        this.batchCount = dropPartial ? split.size() / batchSize : (split.size() + batchSize - 1) / batchSize;
        this.order = order;
        this.flips = flips;
        this.shiftPixels = shiftPixels;
        this.flipDraws = new SplitMix64(seed, epoch, FLIP);
        this.shiftDraws = new SplitMix64(seed, epoch, SHIFT);
    }

    static BatchPlan training(ImageDataset dataset, int batchSize, long seed, int epoch, Augmentation augmentation) {
        int[] order = IntStream.range(0, dataset.train().size()).toArray();
        new SplitMix64(seed, epoch, ORDER).shuffle(order);
        Flips flips = augmentation.flip() ? Flips.RANDOM : Flips.NONE;
        return new BatchPlan(
                dataset, dataset.train(), batchSize, true, order, flips, augmentation.shiftPixels(), seed, epoch);
    }

    static BatchPlan evaluation(ImageDataset dataset, ImageSplit split, int batchSize, boolean flipped) {
        int[] order = IntStream.range(0, split.size()).toArray();
        return new BatchPlan(dataset, split, batchSize, false, order, flipped ? Flips.ALL : Flips.NONE, 0, 0, 0);
    }

    @Override
    public int batchCount() {
        return batchCount;
    }

    @Override
    public ImageBatch newBatch() {
        return new ImageBatch(split.shape(), Math.min(batchSize, Math.max(1, split.size())));
    }

    @Override
    public void fill(int number, ImageBatch batch) {
        int first = number * batchSize;
        batch.size = Math.min(batchSize, order.length - first);
        for (int i = 0; i < batch.size; i++) {
            int index = order[first + i];
            batch.indices[i] = index;
            batch.labels[i] = split.labels()[index];
            batch.flips[i] = (byte) (isFlipped(index) ? 1 : 0);
            batch.shiftsDown[i] = shift(2L * index);
            batch.shiftsRight[i] = shift(2L * index + 1);
            write(batch, i);
        }
    }

    private boolean isFlipped(int index) {
        return flips == Flips.ALL || flips == Flips.RANDOM && flipDraws.below(2, index) == 1;
    }

    private byte shift(long counter) {
        return shiftPixels == 0 ? 0 : (byte) (shiftDraws.below(2 * shiftPixels + 1, counter) - shiftPixels);
    }

    private void write(ImageBatch batch, int position) {
        ImageShape shape = split.shape();
        int rowValues = shape.width() * shape.channels();
        int source = batch.indices[position] * shape.values();
        int target = position * shape.values();
        int down = batch.shiftsDown[position];
        int right = batch.shiftsRight[position];
        int firstColumn = Math.min(Math.max(0, right), shape.width());
        int lastColumn = Math.max(firstColumn, Math.min(shape.width(), shape.width() + right));
        boolean flipped = batch.flips[position] != 0;
        for (int y = 0; y < shape.height(); y++, target += rowValues) {
            int sourceRow = y - down;
            if (sourceRow < 0 || sourceRow >= shape.height()) {
                black(batch.pixels, target, shape.width());
                continue;
            }
            black(batch.pixels, target, firstColumn);
            black(batch.pixels, target + lastColumn * shape.channels(), shape.width() - lastColumn);
            int sourceColumn = flipped ? shape.width() - 1 - (firstColumn - right) : firstColumn - right;
            copy(
                    source + sourceRow * rowValues + sourceColumn * shape.channels(),
                    flipped ? -1 : 1,
                    batch.pixels,
                    target + firstColumn * shape.channels(),
                    lastColumn - firstColumn);
        }
    }

    /** Looks up {@code columns} pixels from {@code from}, going right (step 1) or left (step -1). */
    private void copy(int from, int step, float[] out, int to, int columns) {
        byte[] pixels = split.pixels();
        int channels = split.shape().channels();
        if (channels == 1) {
            for (int x = 0; x < columns; x++) {
                out[to + x] = table[pixels[from + step * x] & 0xff];
            }
            return;
        }
        for (int x = 0; x < columns; x++) {
            for (int c = 0; c < channels; c++) {
                out[to + x * channels + c] = table[(c << 8) + (pixels[from + step * x * channels + c] & 0xff)];
            }
        }
    }

    private void black(float[] out, int to, int columns) {
        int channels = split.shape().channels();
        if (channels == 1) {
            Arrays.fill(out, to, to + columns, table[0]);
            return;
        }
        for (int i = 0; i < columns * channels; i++) {
            out[to + i] = table[i % channels << 8];
        }
    }
}
