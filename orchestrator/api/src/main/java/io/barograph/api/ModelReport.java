package io.barograph.api;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model file is, measured on the file itself.
 *
 * @param layers in the order of the network; layers that pruning removed are among them if the file names them
 * @param volumePixels height·width·maps summed over the outputs of all convolutions
 * @param parameters numbers in weights and biases
 * @param macs multiply-accumulates for one image
 * @param fileBytes size of the ONNX file
 * @param metadata what the file says of itself
 */
public record ModelReport(
        List<ModelLayer> layers,
        long volumePixels,
        long parameters,
        long macs,
        long fileBytes,
        SortedMap<String, String> metadata) {
    public ModelReport {
        layers = List.copyOf(layers);
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }
}
