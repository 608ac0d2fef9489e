package io.barograph.bar.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The datasets that can be asked for by name. */
public enum DatasetKind {
    /** 8,000 training, 2,000 validation and 5,000 test images of Fashion-MNIST, in the jar. */
    FASHION_MNIST_SAMPLE("fashion-mnist-sample"),
    /** Fashion-MNIST: 60,000 training and 10,000 test images of 28x28, IDX. */
    FASHION_MNIST("fashion-mnist"),
    /** MNIST: 60,000 training and 10,000 test digits of 28x28, IDX. */
    MNIST("mnist"),
    /** CIFAR-10: 50,000 training and 10,000 test images of 32x32x3, the published binary files. */
    CIFAR_10("cifar-10"),
    /** CIFAR-10 as six PNG sheets with one image per row, and labels as JSON. */
    CIFAR_10_PNG("cifar-10-png"),
    /** A folder with one sub-folder of PNG or JPEG images per class. */
    IMAGE_FOLDER("image-folder");

    private final String id;

    DatasetKind(String id) {
        this.id = id;
    }

    /** Returns the name as users write it, for example {@code fashion-mnist}. */
    public String id() {
        return id;
    }

    /** Finds the kind of a user's name, or throws a {@link DataException} that lists all names. */
    public static DatasetKind of(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new DataException(
                        "dataset name '" + id + "'", "is not known", "use one of " + String.join(", ", ids())));
    }

    /** Returns all names, in the order of this enum. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(DatasetKind::id).collect(Collectors.toUnmodifiableList());
    }
}
