package io.barograph.bar.prune;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The volume that a saved network really computes, read from the shapes of its arrays and from nothing else. */
public final class PhysicalVolume {
    private PhysicalVolume() {}

    /**
     * Loads a model file afresh, runs one image through it and adds height·width·channels of the outputs of every convolution
     * that a batch norm follows: those that had gates.
     *
     * @param model a DL4J model file of a network
     * @param image one image [1, channels, height, width]
     * @return the volume in maps·pixels
     * @throws IOException if the file cannot be read
     */
    public static long measure(Path model, INDArray image) throws IOException {
        ComputationGraph graph = ModelSerializer.restoreComputationGraph(model.toFile(), false);
        Set<String> gated = gatedConvolutions(graph);
        long volume = 0;
        for (Map.Entry<String, INDArray> output :
                graph.feedForward(image, false).entrySet()) {
            if (gated.contains(output.getKey())) {
                INDArray maps = output.getValue();
                volume += maps.length() / maps.size(0);
            }
        }
        return volume;
    }

    private static Set<String> gatedConvolutions(ComputationGraph graph) {
        return graph.getConfiguration().getVertexInputs().entrySet().stream()
                .filter(entry -> Gates.layer(graph.getConfiguration(), entry.getKey()) instanceof BatchNormalization)
                .map(entry -> Objects.requireNonNull(entry.getValue().get(0)))
                .filter(name -> Gates.layer(graph.getConfiguration(), name) instanceof ConvolutionLayer)
                .collect(Collectors.toSet());
    }
}
