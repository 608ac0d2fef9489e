package io.barograph.bar.data;

/** Opens datasets by name. */
public final class Datasets {
    private Datasets() {}

    /** Reads a dataset into memory, or throws a {@link DataException} that tells every problem with its files. */
    public static ImageDataset open(DatasetRequest request) {
        if (request.kind() == DatasetKind.FASHION_MNIST_SAMPLE) {
            return FashionMnistSample.open();
        }
        throw new DataException(request.kind().id(), "cannot be read by this version", "use fashion-mnist-sample");
    }
}
