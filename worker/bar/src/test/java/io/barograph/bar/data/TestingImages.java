package io.barograph.bar.data;

import java.util.List;
import java.util.stream.IntStream;

/** Makes small datasets whose every pixel tells where it came from. */
final class TestingImages {
    private TestingImages() {}

    /** Images whose values are a hash of image, row, column and channel; labels go round. */
    static ImageSplit split(int size, ImageShape shape, int classes) {
        byte[] pixels = new byte[size * shape.values()];
        SplitMix64 random = new SplitMix64(size);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) random.below(256, i);
        }
        return new ImageSplit(
                shape, pixels, IntStream.range(0, size).map(i -> i % classes).toArray());
    }

    static ImageDataset dataset(int trainSize, ImageShape shape, int classes) {
        return ImageDataset.of(
                "testing",
                IntStream.range(0, classes).mapToObj(c -> "class " + c).toList(),
                split(trainSize, shape, classes),
                split(7, shape, classes),
                split(11, shape, classes));
    }

    static List<String> names(int classes) {
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }
}
