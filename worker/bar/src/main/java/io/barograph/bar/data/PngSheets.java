package io.barograph.bar.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * CIFAR-10 as PNG sheets: every row of 1,024 red-green-blue pixels is one image of 32x32, and the labels of all sheets
 * are one JSON array.
 */
final class PngSheets {
    private static final ImageShape SHAPE = new ImageShape(32, 32, 3);
    private static final int MAX_LABELS = 1_000_000;
    private static final List<String> TRAIN = IntStream.rangeClosed(1, 5)
            .mapToObj(i -> "data_batch_" + i + ".png")
            .toList();
    private static final List<String> TEST = List.of("test_batch.png");

    private PngSheets() {}

    static boolean isIn(Path folder) {
        return new DataFolder(folder, List.of()).has(TRAIN.get(0));
    }

    static LoadedImages read(DataFolder folder, List<String> classNames) {
        Problems problems = new Problems();
        Optional<ImageSplit> train = problems.attempt(() -> read(folder, TRAIN, "train", classNames.size()));
        Optional<ImageSplit> test = problems.attempt(() -> read(folder, TEST, "test", classNames.size()));
        problems.throwIfAny();
        return new LoadedImages(classNames, train.orElseThrow(), null, test.orElseThrow());
    }

    private static ImageSplit read(DataFolder folder, List<String> sheets, String part, int classes) {
        Problems problems = new Problems();
        List<byte[]> images = new ArrayList<>();
        for (String sheet : sheets) {
            problems.attempt(() -> sheet(folder.read(sheet))).ifPresent(images::add);
        }
        Optional<DataFile> labelFile =
                problems.attempt(() -> folder.read(part + "_lables.json", part + "_labels.json"));
        Optional<int[]> labels = labelFile.flatMap(file -> problems.attempt(() -> labels(file, classes)));
        int rows =
                images.stream().mapToInt(sheet -> sheet.length / SHAPE.values()).sum();
        if (images.size() == sheets.size() && labels.isPresent() && labels.get().length != rows) {
            problems.add(
                    labelFile.orElseThrow().place(),
                    "has " + labels.get().length + " labels for the " + rows + " rows of " + String.join(", ", sheets),
                    "use files of one set");
        }
        problems.throwIfAny();
        byte[] pixels = new byte[rows * SHAPE.values()];
        int at = 0;
        for (byte[] sheet : images) {
            System.arraycopy(sheet, 0, pixels, at, sheet.length);
            at += sheet.length;
        }
        return new ImageSplit(SHAPE, pixels, labels.orElseThrow());
    }

    private static byte[] sheet(DataFile file) {
        ImageDecoder.Pixels image = ImageDecoder.decode(file);
        int columns = SHAPE.height() * SHAPE.width();
        if (image.width != columns || image.channels != 3) {
            throw new DataException(
                    file.place(),
                    "is of " + image.width + " columns and " + image.channels + " channels instead of " + columns
                            + " and 3",
                    "give a sheet with one image of 32x32x3 per row");
        }
        return image.values;
    }

    /** Reads a JSON array of small numbers. */
    private static int[] labels(DataFile file, int classes) {
        String text = new String(file.bytes(), StandardCharsets.ISO_8859_1).strip();
        if (!text.startsWith("[") || !text.endsWith("]")) {
            throw corrupt(file, "is no JSON array of labels");
        }
        String[] items = text.substring(1, text.length() - 1).split(",", MAX_LABELS + 1);
        if (items.length > MAX_LABELS) {
            throw corrupt(file, "has more than " + MAX_LABELS + " labels");
        }
        return Arrays.stream(items)
                .mapToInt(item -> label(file, item.strip(), classes))
                .toArray();
    }

    private static int label(DataFile file, String item, int classes) {
        try {
            int label = Integer.parseInt(item);
            if (label >= 0 && label < classes) {
                return label;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number outside is.
        }
        String shown = item.length() > 20 ? item.substring(0, 20) + "…" : item;
        throw corrupt(file, "has label '" + shown + "', outside 0.." + (classes - 1));
    }

    private static DataException corrupt(DataFile file, String problem) {
        return new DataException(file.place(), problem, "copy or download it again");
    }
}
