package io.barograph.bench;

import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.data.ImageSplit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Hands a dataset and a dense network to the peer. */
final class DenseExport {
    private DenseExport() {}

    /** Training and test images [n, height, width] and labels, as bytes. */
    static void data(ImageDataset data, Path file) throws IOException {
        try (NpzFile npz = NpzFile.create(file)) {
            split(npz, "train", data.train());
            split(npz, "test", data.test());
        }
    }

    private static void split(NpzFile npz, String name, ImageSplit split) throws IOException {
        npz.add(
                name,
                split.pixels(),
                split.size(),
                split.shape().height(),
                split.shape().width());
        byte[] labels = new byte[split.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) split.labels()[i];
        }
        npz.add(name + "_labels", labels, labels.length);
    }

    /** Every parameter by its DL4J key. */
    static void network(Path model, Path file) throws IOException {
        ComputationGraph graph = ModelSerializer.restoreComputationGraph(model.toFile(), false);
        try (NpzFile npz = NpzFile.create(file)) {
            for (Map.Entry<String, INDArray> entry : graph.paramTable().entrySet()) {
                INDArray values = entry.getValue();
                npz.add(entry.getKey(), values.dup('c').data().asFloat(), values.shape());
            }
        }
    }
}
