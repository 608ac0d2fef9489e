package io.barograph.bar.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Reads the IDX files of the MNIST family, plain or gzip: magic number, big-endian sizes, unsigned bytes. */
final class IdxReader {
    private static final int IMAGES_MAGIC = 0x0803;
    private static final int LABELS_MAGIC = 0x0801;

    private IdxReader() {}

    /** Reads a file of images and the file of their labels. */
    static ImageSplit read(DataFile images, DataFile labels, int classes) {
        Problems problems = new Problems();
        Optional<ImageSplit> pixels = problems.attempt(() -> readImages(images));
        Optional<int[]> classOfImage = problems.attempt(() -> readLabels(labels, classes));
        if (pixels.isPresent() && classOfImage.isPresent()) {
            int imageCount = pixels.get().size();
            int labelCount = classOfImage.get().length;
            if (imageCount != labelCount) {
                problems.add(
                        labels.place(),
                        "has " + labelCount + " labels for the " + imageCount + " images of " + images.place(),
                        "use two files of one set");
            }
        }
        problems.throwIfAny();
        ImageSplit unlabelled = pixels.orElseThrow();
        return new ImageSplit(unlabelled.shape(), unlabelled.pixels(), classOfImage.orElseThrow());
    }

    private static ImageSplit readImages(DataFile file) {
        ByteBuffer content = content(file, IMAGES_MAGIC, 16, "images (IDX3)");
        int count = content.getInt();
        int height = content.getInt();
        int width = content.getInt();
        if (height < 1 || height > ImageShape.MAX_SIDE || width < 1 || width > ImageShape.MAX_SIDE) {
            throw corrupt(file, "its header tells of images of " + height + "x" + width);
        }
        ImageShape shape = new ImageShape(height, width, 1);
        checkLength(file, content.remaining(), count, shape.values());
        byte[] pixels = new byte[content.remaining()];
        content.get(pixels);
        return new ImageSplit(shape, pixels, new int[count]);
    }

    private static int[] readLabels(DataFile file, int classes) {
        ByteBuffer content = content(file, LABELS_MAGIC, 8, "labels (IDX1)");
        int count = content.getInt();
        checkLength(file, content.remaining(), count, 1);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = content.get() & 0xff;
        }
        int[] outside = Arrays.stream(labels).filter(label -> label >= classes).toArray();
        if (outside.length > 0) {
            throw corrupt(
                    file, outside.length + " labels are outside 0.." + (classes - 1) + ", the first is " + outside[0]);
        }
        return labels;
    }

    private static ByteBuffer content(DataFile file, int magic, int headerBytes, String kind) {
        byte[] bytes = file.content(DataFile.MAX_CONTENT_BYTES);
        ByteBuffer content = ByteBuffer.wrap(bytes);
        if (bytes.length >= 4) {
            int found = content.getInt();
            if (found != magic) {
                throw new DataException(
                        file.place(),
                        String.format("holds no %s: it starts with 0x%08x instead of 0x%08x", kind, found, magic),
                        "give the right file");
            }
        }
        if (bytes.length < headerBytes) {
            throw corrupt(file, "is truncated: " + bytes.length + " bytes, less than the header of " + kind);
        }
        return content;
    }

    private static void checkLength(DataFile file, int found, int count, int valuesEach) {
        if (count < 1) {
            throw corrupt(file, "its header tells of " + count + " items");
        }
        long wanted = (long) count * valuesEach;
        if (found != wanted) {
            throw corrupt(
                    file,
                    (found < wanted ? "is truncated: " : "is too long: ") + found
                            + " bytes follow the header, which tells of " + wanted);
        }
    }

    private static DataException corrupt(DataFile file, String problem) {
        return new DataException(file.place(), problem, "copy or download it again");
    }
}
