package io.barograph.bar.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The four files of a dataset of the MNIST family. */
final class IdxDataset {
    private IdxDataset() {}

    static boolean isIn(Path folder) {
        return new DataFolder(folder, List.of()).has(names("train-images", "idx3"));
    }

    static LoadedImages read(DataFolder folder, List<String> classNames) {
        Problems problems = new Problems();
        Optional<ImageSplit> train = problems.attempt(() -> read(folder, "train", classNames.size()));
        Optional<ImageSplit> test = problems.attempt(() -> read(folder, "t10k", classNames.size()));
        if (train.isPresent()
                && test.isPresent()
                && !train.get().shape().equals(test.get().shape())) {
            problems.add(
                    folder.path().toString(),
                    "has training images of " + train.get().shape() + " and test images of "
                            + test.get().shape(),
                    "use four files of one set");
        }
        problems.throwIfAny();
        return new LoadedImages(classNames, train.orElseThrow(), null, test.orElseThrow());
    }

    private static ImageSplit read(DataFolder folder, String part, int classes) {
        Problems problems = new Problems();
        Optional<DataFile> images = problems.attempt(() -> folder.read(names(part + "-images", "idx3")));
        Optional<DataFile> labels = problems.attempt(() -> folder.read(names(part + "-labels", "idx1")));
        problems.throwIfAny();
        return IdxReader.read(images.orElseThrow(), labels.orElseThrow(), classes);
    }

    /** The published name, the unpacked one, and the one that some archives use. */
    private static String[] names(String stem, String type) {
        return new String[] {stem + "-" + type + "-ubyte.gz", stem + "-" + type + "-ubyte", stem + "." + type + "-ubyte"
        };
    }
}
