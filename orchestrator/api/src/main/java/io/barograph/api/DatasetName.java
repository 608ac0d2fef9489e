package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** The data sets that Barograph knows how to find and read. */
public enum DatasetName {
    @JsonProperty("fashion-mnist-sample")
    FASHION_MNIST_SAMPLE("fashion-mnist-sample", 10, 28),
    @JsonProperty("fashion-mnist")
    FASHION_MNIST("fashion-mnist", 10, 28),
    @JsonProperty("mnist")
    MNIST("mnist", 10, 28),
    @JsonProperty("cifar-10")
    CIFAR_10("cifar-10", 10, 32),
    @JsonProperty("cifar-10-png")
    CIFAR_10_PNG("cifar-10-png", 10, 32),
    @JsonProperty("image-folder")
    IMAGE_FOLDER("image-folder", null, 32);

    private final String id;
    private final @Nullable Integer classes;
    private final int imagePixels;

    DatasetName(String id, @Nullable Integer classes, int imagePixels) {
        this.id = id;
        this.classes = classes;
        this.imagePixels = imagePixels;
    }

    /** The name as specs write it, for example {@code fashion-mnist-sample}. */
    public String id() {
        return id;
    }

    /** Number of classes; null where only the data tells. */
    public @Nullable Integer classes() {
        return classes;
    }

    /** Height and width of the images as networks read them. */
    public int imagePixels() {
        return imagePixels;
    }

    @Override
    public String toString() {
        return id;
    }
}
