package io.barograph.bar.data;

import java.util.List;

/** The bundled sample of Fashion-MNIST: 8,000 training, 2,000 validation and 5,000 test images of 28x28. */
final class FashionMnistSample {
    private static final String FOLDER = "fashion-mnist-sample/";
    private static final List<String> CLASS_NAMES = KnownFiles.classNames(DatasetKind.FASHION_MNIST_SAMPLE);

    private FashionMnistSample() {}

    static ImageDataset open() {
        return ImageDataset.of(
                DatasetKind.FASHION_MNIST_SAMPLE.id(), CLASS_NAMES, split("train"), split("validation"), split("test"));
    }

    private static ImageSplit split(String name) {
        return IdxReader.read(
                DataFile.resource(FOLDER + name + "-images-idx3-ubyte.gz"),
                DataFile.resource(FOLDER + name + "-labels-idx1-ubyte.gz"),
                CLASS_NAMES.size());
    }
}
