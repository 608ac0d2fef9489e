package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The data sets that Barograph knows how to find and read. */
public enum DatasetName {
    @JsonProperty("fashion-mnist-sample")
    FASHION_MNIST_SAMPLE("fashion-mnist-sample"),
    @JsonProperty("fashion-mnist")
    FASHION_MNIST("fashion-mnist"),
    @JsonProperty("mnist")
    MNIST("mnist"),
    @JsonProperty("cifar-10")
    CIFAR_10("cifar-10"),
    @JsonProperty("cifar-10-png")
    CIFAR_10_PNG("cifar-10-png"),
    @JsonProperty("image-folder")
    IMAGE_FOLDER("image-folder");

    private final String id;

    DatasetName(String id) {
        this.id = id;
    }

    /** The name as specs write it, for example {@code fashion-mnist-sample}. */
    public String id() {
        return id;
    }

    @Override
    public String toString() {
        return id;
    }
}
