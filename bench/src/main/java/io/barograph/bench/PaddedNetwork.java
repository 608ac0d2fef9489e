package io.barograph.bench;

import io.barograph.bar.layer.ScatterAddVertex;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * The plain way to prune a residual network, for comparison: every path of a stage is padded to all channels that are live
 * somewhere in the stage, with maps that are always 0, so that paths can be added as they are. It computes what the network
 * with Mixed-Connectivity computes.
 */
final class PaddedNetwork {
    private final ComputationGraph source;
    private final Map<String, List<String>> inputs;
    private final Map<String, int[]> places = new HashMap<>();
    private final Map<String, Integer> widths = new HashMap<>();

    private PaddedNetwork(ComputationGraph source) {
        this.source = source;
        this.inputs = source.getConfiguration().getVertexInputs();
    }

    /** The padded form of a compact network. */
    static ComputationGraph of(ComputationGraph compact) {
        PaddedNetwork padded = new PaddedNetwork(compact);
        int[] order = compact.topologicalSortOrder();
        for (int i = order.length - 1; i >= 0; i--) {
            padded.place(compact.getVertices()[order[i]].getVertexName());
        }
        return padded.build();
    }

    /** Decides where the channels of what a vertex reads lie; who reads it has been asked before. */
    private void place(String name) {
        GraphVertex vertex = source.getConfiguration().getVertices().get(name);
        if (vertex instanceof ScatterAddVertex || vertex instanceof ElementWiseVertex) {
            List<String> from = inputsOf(name);
            for (int i = 0; i < from.size(); i++) {
                int[] within = vertex instanceof ScatterAddVertex scatter
                        ? scatter.indices()[i]
                        : IntStream.range(0, channels(name)).toArray();
                int[] own = placesOf(name);
                places.put(from.get(i), Arrays.stream(within).map(c -> own[c]).toArray());
                widths.put(from.get(i), widthOf(name));
            }
        } else if (vertex instanceof LayerVertex layer && passesThrough(layer) && places.containsKey(name)) {
            places.put(inputsOf(name).get(0), placesOf(name));
            widths.put(inputsOf(name).get(0), widthOf(name));
        }
    }

    private static boolean passesThrough(LayerVertex vertex) {
        return !(vertex.getLayerConf().getLayer() instanceof FeedForwardLayer)
                || vertex.getLayerConf().getLayer() instanceof BatchNormalization;
    }

    private ComputationGraph build() {
        ComputationGraphConfiguration conf = source.getConfiguration().clone();
        Map<String, GraphVertex> vertices = conf.getVertices();
        for (String name : List.copyOf(vertices.keySet())) {
            GraphVertex vertex = vertices.get(name);
            if (vertex instanceof ScatterAddVertex) {
                vertices.put(name, new ElementWiseVertex(ElementWiseVertex.Op.Add));
            } else if (vertex instanceof LayerVertex layer
                    && layer.getLayerConf().getLayer() instanceof FeedForwardLayer sized) {
                sized.setNIn(widthOf(inputsOf(name).get(0)));
                sized.setNOut(widthOf(name));
            }
        }
        ComputationGraph padded = new ComputationGraph(conf);
        padded.init();
        vertices.keySet().forEach(name -> fill(name, padded));
        return padded;
    }

    private void fill(String name, ComputationGraph padded) {
        if (source.getVertex(name) == null || !source.getVertex(name).hasLayer()) {
            return;
        }
        int[] out = placesOf(name);
        int[] in = inputsOf(name).isEmpty() ? out : placesOf(inputsOf(name).get(0));
        source.getLayer(name).paramTable().forEach((key, from) -> {
            INDArray to = padded.getLayer(name).getParam(key);
            to.assign(key.equals("var") ? 1 : 0);
            long[] at = new long[from.rank()];
            for (long i = 0; i < from.length(); i++) {
                long[] index = Shape.ind2subC(from.shape(), i);
                System.arraycopy(index, 0, at, 0, at.length);
                if (at.length == 4) {
                    at[0] = out[(int) at[0]];
                    at[1] = in[(int) at[1]];
                } else {
                    at[at.length - 1] = out[(int) at[at.length - 1]];
                    if (key.equals("W")) {
                        at[0] = in[(int) at[0]];
                    }
                }
                to.putScalar(at, from.getDouble(index));
            }
        });
    }

    private List<String> inputsOf(String name) {
        return inputs.getOrDefault(name, List.of());
    }

    private int[] placesOf(String name) {
        int[] known = places.get(name);
        return known == null ? IntStream.range(0, channels(name)).toArray() : known;
    }

    private int widthOf(String name) {
        return widths.getOrDefault(name, channels(name));
    }

    /** Channels of a vertex's output in the compact network. */
    private int channels(String name) {
        GraphVertex vertex = source.getConfiguration().getVertices().get(name);
        if (vertex instanceof ScatterAddVertex scatter) {
            return scatter.channels();
        }
        if (vertex instanceof LayerVertex layer && layer.getLayerConf().getLayer() instanceof FeedForwardLayer sized) {
            return (int) sized.getNOut();
        }
        if (vertex == null) {
            return (int) ((ConvolutionLayer) Objects.requireNonNull(firstReader(name))).getNIn();
        }
        return channels(inputsOf(name).get(0));
    }

    private Layer firstReader(String image) {
        String reader = inputs.entrySet().stream()
                .filter(entry -> entry.getValue().contains(image))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        return ((LayerVertex) Objects.requireNonNull(
                        source.getConfiguration().getVertices().get(reader)))
                .getLayerConf()
                .getLayer();
    }
}
