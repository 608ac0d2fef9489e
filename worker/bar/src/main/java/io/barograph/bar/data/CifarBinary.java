package io.barograph.bar.data;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CIFAR-10's binary files, loose, in their sub-folder or in the published archive: records of a label and 1,024 values
 * each of red, green and blue.
 */
final class CifarBinary {
    private static final ImageShape SHAPE = new ImageShape(32, 32, 3);
    private static final int PLANE = 32 * 32;
    private static final int RECORD = 1 + 3 * PLANE;
    private static final int PUBLISHED_RECORDS = 10_000;
    private static final String SUB_FOLDER = "cifar-10-batches-bin";
    private static final List<String> TRAIN = IntStream.rangeClosed(1, 5)
            .mapToObj(i -> "data_batch_" + i + ".bin")
            .toList();
    private static final List<String> TEST = List.of("test_batch.bin");
    private static final List<String> NAMES =
            Stream.concat(TRAIN.stream(), TEST.stream()).toList();

    private CifarBinary() {}

    static boolean isIn(Path folder) {
        DataFolder files = new DataFolder(folder, List.of());
        return files.has(TRAIN.get(0), SUB_FOLDER, KnownFiles.CIFAR_ARCHIVE);
    }

    static LoadedImages read(DataFolder given, List<String> classNames) {
        boolean isInSubFolder = !given.has(TRAIN.get(0)) && given.has(SUB_FOLDER);
        DataFolder folder = isInSubFolder ? new DataFolder(given.path().resolve(SUB_FOLDER), List.of()) : given;
        Problems problems = new Problems();
        Map<String, byte[]> contents = contents(folder, problems);
        for (String name : NAMES) {
            byte[] content = contents.get(name);
            if (content != null) {
                String place = folder.path().resolve(name).toString();
                check(place, content, classNames.size(), !folder.listsItsOwnSums(), problems);
            }
        }
        problems.throwIfAny();
        return new LoadedImages(classNames, split(contents, TRAIN), null, split(contents, TEST));
    }

    private static Map<String, byte[]> contents(DataFolder folder, Problems problems) {
        Map<String, byte[]> contents = new HashMap<>();
        if (!folder.has(TRAIN.get(0)) && folder.has(KnownFiles.CIFAR_ARCHIVE)) {
            problems.attempt(() -> folder.read(KnownFiles.CIFAR_ARCHIVE))
                    .flatMap(archive -> problems.attempt(() -> TarArchive.read(archive, NAMES)))
                    .ifPresent(contents::putAll);
            return contents;
        }
        for (String name : NAMES) {
            problems.attempt(() -> folder.read(name)).ifPresent(file -> contents.put(name, file.bytes()));
        }
        return contents;
    }

    private static void check(String place, byte[] content, int classes, boolean publishedSize, Problems problems) {
        int published = PUBLISHED_RECORDS * RECORD;
        if (publishedSize && content.length != published) {
            problems.add(
                    place, "has " + content.length + " bytes instead of " + published, "copy or download it again");
            return;
        }
        if (content.length == 0 || content.length % RECORD != 0) {
            problems.add(
                    place,
                    "has " + content.length + " bytes, no whole number of records of " + RECORD,
                    "copy or download it again");
            return;
        }
        for (int at = 0; at < content.length; at += RECORD) {
            int label = content[at] & 0xff;
            if (label >= classes) {
                problems.add(
                        place,
                        "has label " + label + " in record " + at / RECORD + ", outside 0.." + (classes - 1),
                        "copy or download it again");
                return;
            }
        }
    }

    private static ImageSplit split(Map<String, byte[]> contents, List<String> names) {
        int count = names.stream()
                .mapToInt(name -> bytes(contents, name).length / RECORD)
                .sum();
        byte[] pixels = new byte[count * SHAPE.values()];
        int[] labels = new int[count];
        int image = 0;
        for (String name : names) {
            byte[] content = bytes(contents, name);
            for (int at = 0; at < content.length; at += RECORD, image++) {
                labels[image] = content[at];
                for (int i = 0; i < PLANE; i++) {
                    int to = image * SHAPE.values() + 3 * i;
                    pixels[to] = content[at + 1 + i];
                    pixels[to + 1] = content[at + 1 + PLANE + i];
                    pixels[to + 2] = content[at + 1 + 2 * PLANE + i];
                }
            }
        }
        return new ImageSplit(SHAPE, pixels, labels);
    }

    private static byte[] bytes(Map<String, byte[]> contents, String name) {
        byte[] bytes = contents.get(name);
        if (bytes == null) {
            throw new IllegalStateException(name + " was checked but is not there");
        }
        return bytes;
    }
}
