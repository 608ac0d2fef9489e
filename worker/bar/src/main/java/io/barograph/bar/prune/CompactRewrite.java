package io.barograph.bar.prune;

import io.barograph.bar.layer.GateLayer;
import io.barograph.bar.layer.ScatterAddVertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/** Rewrites a gated network's configuration for its live channels and collects how the parameters are cut. */
final class CompactRewrite {
    private final ComputationGraph source;
    private final Map<String, int[]> kept;
    private final boolean keepGates;
    private final GraphRewrite rewrite;
    private final List<ParameterSlice> slices = new ArrayList<>();

    CompactRewrite(ComputationGraph source, Liveness live, boolean keepGates) {
        this.source = source;
        this.kept = live.keptByVertex();
        this.keepGates = keepGates;
        this.rewrite = new GraphRewrite(source.getConfiguration().clone());
    }

    /** The smaller graph with fresh parameters. */
    ComputationGraph build() {
        ComputationGraphConfiguration conf = rewrite.conf();
        for (String name : TopologicalOrder.of(conf)) {
            int[] channels = kept.get(name);
            List<String> from = conf.getVertexInputs().getOrDefault(name, List.of());
            GraphVertex vertex = conf.getVertices().get(name);
            if (channels == null || vertex == null) {
                continue;
            }
            if (vertex instanceof LayerVertex layer) {
                keepLayer(name, layer, from.get(0), channels);
            } else {
                keepSum(name, vertex, from, channels);
            }
        }
        return rewrite.build(keepGates ? source.getIterationCount() : 0);
    }

    List<ParameterSlice> slices() {
        return slices;
    }

    private void keepLayer(String name, LayerVertex vertex, String from, int[] channels) {
        Layer layer = vertex.getLayerConf().getLayer();
        if ((layer instanceof GateLayer && !keepGates) || isRepeatedRelu(layer, rewrite.resolve(from))) {
            rewrite.replace(name, from);
            return;
        }
        if (layer instanceof FeedForwardLayer sized) {
            int[] inputs = flattened(vertex, name, keptOf(from));
            cut(name, channels, inputs);
            sized.setNIn(inputs.length);
            sized.setNOut(channels.length);
        }
        if (layer instanceof GateLayer gate) {
            gate.setOriginalChannels(
                    Arrays.stream(channels).map(gate::originalChannel).toArray());
        }
        rewrite.put(name, vertex, List.of(from));
    }

    /** The kept inputs of a layer; for one that reads flattened maps, height·width neighbours for every kept map. */
    private int[] flattened(LayerVertex vertex, String name, int[] inputs) {
        if (!(vertex.getPreProcessor() instanceof CnnToFeedForwardPreProcessor flatten)) {
            return inputs;
        }
        int height = (int) flatten.getInputHeight();
        int width = (int) flatten.getInputWidth();
        vertex.setPreProcessor(new CnnToFeedForwardPreProcessor(height, width, inputs.length, flatten.getFormat()));
        int area = height * width;
        return Arrays.stream(inputs)
                .flatMap(channel -> IntStream.range(channel * area, (channel + 1) * area))
                .toArray();
    }

    private void cut(String name, int[] outputs, int[] inputs) {
        source.getLayer(name).paramTable().forEach((parameter, array) -> {
            long[] shape = array.shape();
            List<int[]> positions = new ArrayList<>();
            for (int dimension = 0; dimension < shape.length; dimension++) {
                positions.add(IntStream.range(0, (int) shape[dimension]).toArray());
            }
            if (shape.length == 4) {
                positions.set(0, outputs);
                positions.set(1, inputs);
            } else {
                positions.set(shape.length - 1, outputs);
                if (parameter.equals("W")) {
                    positions.set(0, inputs);
                }
            }
            slices.add(new ParameterSlice(
                    name,
                    parameter,
                    positions,
                    Arrays.stream(shape).mapToObj(Math::toIntExact).toList()));
        });
    }

    private void keepSum(String name, GraphVertex vertex, List<String> from, int[] union) {
        List<String> live = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        for (int input = 0; input < from.size(); input++) {
            int[] channels = kept.get(from.get(input));
            if (channels != null) {
                int[] written = vertex instanceof ScatterAddVertex scatter ? scatter.indices()[input] : null;
                live.add(from.get(input));
                places.add(Arrays.stream(channels)
                        .map(channel -> Arrays.binarySearch(union, written == null ? channel : written[channel]))
                        .toArray());
            }
        }
        if (live.size() == 1) {
            rewrite.replace(name, live.get(0));
        } else if (places.stream().allMatch(list -> list.length == union.length)) {
            rewrite.put(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), live);
        } else {
            rewrite.put(name, new ScatterAddVertex(places.toArray(int[][]::new), union.length), live);
        }
    }

    private boolean isRepeatedRelu(@Nullable Layer layer, String from) {
        return isRelu(layer) && isRelu(Gates.layer(rewrite.conf(), from));
    }

    private static boolean isRelu(@Nullable Layer layer) {
        return layer instanceof ActivationLayer activation && activation.getActivationFn() instanceof ActivationReLU;
    }

    private int[] keptOf(String name) {
        return Objects.requireNonNull(kept.get(name), name);
    }
}
