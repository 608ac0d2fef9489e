package io.barograph.bar.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes the bundled sample from the original files, as worker/bar/make-sample.sh does: of every class 800 training and
 * 200 validation images of the training file, and 500 of the test file, chosen by a seed.
 */
final class FashionMnistSampleWriter {
    private static final long SEED = 1;

    private FashionMnistSampleWriter() {}

    /** Takes the folder of the original files and the folder to write to. */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    static void write(Path originals, Path target) throws IOException {
        ImageSplit train = read(originals, "train");
        ImageSplit chosen =
                train.select(StratifiedSplit.byCount(train.labels(), 1000, SEED).takenIndices());
        StratifiedSplit parts = StratifiedSplit.byCount(chosen.labels(), 200, SEED + 1);
        ImageSplit test = read(originals, "t10k");
        IdxFiles.write(target, "train", chosen.select(parts.keptIndices()));
        IdxFiles.write(target, "validation", chosen.select(parts.takenIndices()));
        IdxFiles.write(
                target,
                "test",
                test.select(StratifiedSplit.byCount(test.labels(), 500, SEED).takenIndices()));
    }

    static ImageSplit read(Path folder, String prefix) {
        return IdxReader.read(
                DataFile.read(folder.resolve(prefix + "-images-idx3-ubyte.gz")),
                DataFile.read(folder.resolve(prefix + "-labels-idx1-ubyte.gz")),
                10);
    }
}
