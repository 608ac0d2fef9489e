package io.barograph.bar.layer;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Adds maps where residual paths meet with different live channels: channel {@code j} of input {@code i} is added to channel
 * {@code indices[i][j]} of the output, whose other channels are 0. Maps are [batch, channels, height, width].
 */
public final class ScatterAddVertex extends GraphVertex {
    private final int[][] indices;
    private final int channels;

    /**
     * @param indices for every input its channels' places in the output, each list strictly increasing
     * @param channels number of output channels
     * @throws IllegalArgumentException if an index is out of range or a list is not increasing
     */
    public ScatterAddVertex(@JsonProperty("indices") int[][] indices, @JsonProperty("channels") int channels) {
        if (indices.length == 0) {
            throw new IllegalArgumentException("a scatter-add needs an input");
        }
        this.indices = new int[indices.length][];
        this.channels = channels;
        for (int input = 0; input < indices.length; input++) {
            this.indices[input] = indices[input].clone();
            int previous = -1;
            for (int index : indices[input]) {
                if (index <= previous || index >= channels) {
                    throw new IllegalArgumentException("channel list of input " + input + " must increase within 0.."
                            + (channels - 1) + ", was " + Arrays.toString(indices[input]));
                }
                previous = index;
            }
        }
    }

    /** For every input its channels' places in the output. */
    @JsonProperty("indices")
    public int[][] indices() {
        return Arrays.stream(indices).map(int[]::clone).toArray(int[][]::new);
    }

    /** Number of output channels. */
    @JsonProperty("channels")
    public int channels() {
        return channels;
    }

    @Override
    public ScatterAddVertex clone() {
        return new ScatterAddVertex(indices, channels);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScatterAddVertex vertex
                && channels == vertex.channels
                && Arrays.deepEquals(indices, vertex.indices);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.deepHashCode(indices) + channels;
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return indices.length;
    }

    @Override
    public int maxVertexInputs() {
        return indices.length;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph,
            String name,
            int idx,
            INDArray paramsView,
            boolean initializeParams,
            DataType networkDatatype) {
        return new ScatterAdd(graph, name, idx, List.of(indices()), channels, networkDatatype);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... vertexInputs) throws InvalidInputTypeException {
        if (vertexInputs.length != indices.length) {
            throw new InvalidInputTypeException(
                    "scatter-add of " + indices.length + " inputs got " + vertexInputs.length);
        }
        InputType.InputTypeConvolutional first = maps(vertexInputs[0], 0);
        for (int input = 1; input < vertexInputs.length; input++) {
            InputType.InputTypeConvolutional other = maps(vertexInputs[input], input);
            if (other.getHeight() != first.getHeight() || other.getWidth() != first.getWidth()) {
                throw new InvalidInputTypeException(
                        "scatter-add of maps of different size: " + first + " and " + other);
            }
        }
        return InputType.convolutional(first.getHeight(), first.getWidth(), channels, CNN2DFormat.NCHW);
    }

    private InputType.InputTypeConvolutional maps(InputType type, int input) throws InvalidInputTypeException {
        if (type instanceof InputType.InputTypeConvolutional maps
                && maps.getFormat() == CNN2DFormat.NCHW
                && maps.getChannels() == indices[input].length) {
            return maps;
        }
        throw new InvalidInputTypeException(
                "scatter-add expects " + indices[input].length + " NCHW maps as input " + input + ", got " + type);
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputTypes) {
        return new LayerMemoryReport.Builder(null, ScatterAddVertex.class, inputTypes[0], getOutputType(-1, inputTypes))
                .standardMemory(0, 0)
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(0, 0)
                .build();
    }
}
