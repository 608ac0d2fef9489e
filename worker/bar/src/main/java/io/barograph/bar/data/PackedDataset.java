package io.barograph.bar.data;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A data set as one file, whose SHA-256 is {@link ImageDataset#contentHash()}: the class names, each after its length in
 * bytes, then the training, validation and test split, each as number of images, rows, columns, channels, labels and
 * pixels. Numbers have four bytes, the highest first. No file name and no date is in it: what training sees and nothing
 * else.
 */
public final class PackedDataset {
    static final int MAX_CLASSES = 10_000;
    static final int MAX_NAME_BYTES = 1024;

    private PackedDataset() {}

    /** The content of the file, without a copy of the images. */
    public static InputStream stream(ImageDataset dataset) {
        for (String className : dataset.classNames()) {
            requireReadable(className);
        }
        List<InputStream> streams = new ArrayList<>();
        parts(dataset).forEach(part -> streams.add(new ByteArrayInputStream(part)));
        return new SequenceInputStream(Collections.enumeration(streams));
    }

    /** The length of the file, in bytes. */
    public static long bytes(ImageDataset dataset) {
        return parts(dataset).stream().mapToLong(part -> part.length).sum();
    }

    static List<byte[]> parts(List<String> classNames, List<ImageSplit> splits) {
        List<byte[]> parts = new ArrayList<>();
        for (String className : classNames) {
            byte[] name = className.getBytes(StandardCharsets.UTF_8);
            parts.add(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).array());
            parts.add(name);
        }
        for (ImageSplit split : splits) {
            ImageShape shape = split.shape();
            ByteBuffer head = ByteBuffer.allocate(Integer.BYTES * (4 + split.size()));
            head.putInt(split.size())
                    .putInt(shape.height())
                    .putInt(shape.width())
                    .putInt(shape.channels());
            for (int label : split.labels()) {
                head.putInt(label);
            }
            parts.add(head.array());
            parts.add(split.pixels());
        }
        return parts;
    }

    private static List<byte[]> parts(ImageDataset dataset) {
        return parts(dataset.classNames(), List.of(dataset.train(), dataset.validation(), dataset.test()));
    }

    /** A name that begins with a zero byte would be read as the rows of an image. */
    private static void requireReadable(String className) {
        int length = className.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > MAX_NAME_BYTES || className.charAt(0) == 0) {
            throw new IllegalArgumentException("A class name must have 1 to " + MAX_NAME_BYTES
                    + " bytes and not begin with a zero byte, was '" + className + "'");
        }
    }
}
