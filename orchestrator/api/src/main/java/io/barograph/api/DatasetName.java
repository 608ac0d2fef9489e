package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** The data sets that Barograph knows how to find and read. */
public enum DatasetName {
    @JsonProperty("fashion-mnist-sample")
    FASHION_MNIST_SAMPLE("fashion-mnist-sample", 10),
    @JsonProperty("fashion-mnist")
    FASHION_MNIST("fashion-mnist", 10),
    @JsonProperty("mnist")
    MNIST("mnist", 10),
    @JsonProperty("cifar-10")
    CIFAR_10("cifar-10", 10),
    @JsonProperty("cifar-10-png")
    CIFAR_10_PNG("cifar-10-png", 10),
    @JsonProperty("image-folder")
    IMAGE_FOLDER("image-folder", null);

    private final String id;
    private final @Nullable Integer classes;

    DatasetName(String id, @Nullable Integer classes) {
        this.id = id;
        this.classes = classes;
    }

    /** The name as specs write it, for example {@code fashion-mnist-sample}. */
    public String id() {
        return id;
    }

    /** Number of classes; null where only the data tells. */
    public @Nullable Integer classes() {
        return classes;
    }

    @Override
    public String toString() {
        return id;
    }
}
