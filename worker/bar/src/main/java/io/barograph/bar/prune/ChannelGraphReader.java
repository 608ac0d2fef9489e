package io.barograph.bar.prune;

import io.barograph.bar.layer.GateLayer;
import io.barograph.bar.layer.ScatterAddVertex;
import io.barograph.bar.prune.ChannelNode.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Translates a DL4J configuration into {@link ChannelNode}s in topological order, and refuses what it cannot prune. */
final class ChannelGraphReader {
    private final ComputationGraphConfiguration conf;
    private final Map<String, InputType> types;
    private final Map<String, Integer> position = new HashMap<>();
    private final List<ChannelNode> nodes = new ArrayList<>();
    private final List<GatedLayer> layers = new ArrayList<>();
    private final boolean hasGates;

    ChannelGraphReader(ComputationGraph graph, int height, int width) {
        // A copy: working the types out writes into the layers' configurations.
        this.conf = graph.getConfiguration().clone();
        if (conf.getNetworkInputs().size() != 1 || conf.getNetworkOutputs().size() != 1) {
            throw unsupported("network", "needs exactly one input and one output");
        }
        this.hasGates = conf.getVertices().keySet().stream().anyMatch(name -> layer(name) instanceof GateLayer);
        InputType input = InputType.convolutional(height, width, inputChannels(), CNN2DFormat.NCHW);
        this.types = conf.getLayerActivationTypes(true, false, input);
        for (String name : TopologicalOrder.of(conf)) {
            position.put(name, nodes.size());
            nodes.add(node(name));
        }
    }

    List<ChannelNode> nodes() {
        return nodes;
    }

    List<GatedLayer> layers() {
        return layers;
    }

    private ChannelNode node(String name) {
        if (conf.getNetworkInputs().contains(name)) {
            return plain(name, Kind.INPUT, new int[0]);
        }
        int[] inputs = inputNames(name).stream()
                .mapToInt(from -> Objects.requireNonNull(position.get(from)))
                .toArray();
        GraphVertex vertex = Objects.requireNonNull(conf.getVertices().get(name));
        if (vertex instanceof ElementWiseVertex add && add.getOp() == ElementWiseVertex.Op.Add && isMaps(name)) {
            return plain(name, Kind.ADD, inputs);
        }
        if (vertex instanceof ScatterAddVertex scatter) {
            return new ChannelNode(
                    name, Kind.SCATTER_ADD, inputs, channels(name), area(name), -1, 0, 0, List.of(scatter.indices()));
        }
        Layer layer = layer(name);
        if (layer instanceof BatchNormalization norm) {
            return batchNorm(name, norm, inputs);
        }
        if (layer instanceof ActivationLayer activation) {
            return activation(name, activation, inputs);
        }
        if (layer instanceof GlobalPoolingLayer || layer instanceof GateLayer || layer instanceof SubsamplingLayer) {
            return plain(name, Kind.PASS, inputs);
        }
        if (layer != null && layer.getClass() == ConvolutionLayer.class) {
            return convolution(name, (ConvolutionLayer) layer, inputs);
        }
        if (layer instanceof DenseLayer dense) {
            return dense(name, dense, dense.hasBias(), inputs);
        }
        if (layer instanceof BaseOutputLayer output) {
            return dense(name, output, output.hasBias(), inputs);
        }
        throw unsupported(name, (layer == null ? vertex : layer).getClass().getSimpleName() + " is not supported");
    }

    private ChannelNode plain(String name, Kind kind, int[] inputs) {
        return new ChannelNode(name, kind, inputs, channels(name), area(name), -1, 0, 0, List.of());
    }

    private ChannelNode convolution(String name, ConvolutionLayer layer, int[] inputs) {
        if (layer.getCnn2dDataFormat() != CNN2DFormat.NCHW) {
            throw unsupported(name, "only NCHW networks can be pruned");
        }
        int kernel = layer.getKernelSize()[0] * layer.getKernelSize()[1];
        int bias = layer.hasBias() ? 1 : 0;
        int gated = gatedLayer(name);
        if (gated < 0 && layer.hasBias()) {
            throw unsupported(name, "its bias has no gate, so it would outlive its inputs");
        }
        return new ChannelNode(name, Kind.MIX, inputs, channels(name), area(name), gated, kernel, bias, List.of());
    }

    private int gatedLayer(String convolution) {
        String norm = consumer(convolution, BatchNormalization.class);
        String gate = norm == null ? null : consumer(norm, GateLayer.class);
        if (norm == null) {
            return -1;
        }
        if (gate == null && hasGates) {
            throw unsupported(norm, "it has no gate, while others have");
        }
        if (consumers(convolution).size() != 1
                || (gate != null && consumers(norm).size() != 1)) {
            throw unsupported(convolution, "something else reads it before its gate");
        }
        int index = layers.size();
        String gateName = gate != null ? gate : Gates.gateName(norm, conf.getVertices());
        layers.add(new GatedLayer(index, convolution, norm, gateName, area(convolution), channels(convolution)));
        return index;
    }

    private ChannelNode dense(String name, FeedForwardLayer layer, boolean bias, int[] inputs) {
        int flattened = (int) layer.getNIn() / nodes.get(inputs[0]).channels();
        return new ChannelNode(
                name, Kind.MIX, inputs, (int) layer.getNOut(), 1, -1, flattened, bias ? 1 : 0, List.of());
    }

    private ChannelNode batchNorm(String name, BatchNormalization norm, int[] inputs) {
        // Elsewhere, say before the convolution of a pre-activation block, it would bring a dead channel back as a
        // constant.
        if (!(layer(nodes.get(inputs[0]).name()) instanceof ConvolutionLayer)) {
            throw unsupported(name, "a batch norm must follow a convolution");
        }
        if (norm.isLockGammaBeta()) {
            throw unsupported(name, "a batch norm must have a scale and a shift to fold its gate into");
        }
        return new ChannelNode(name, Kind.PASS, inputs, channels(name), area(name), -1, 0, 2, List.of());
    }

    private ChannelNode activation(String name, ActivationLayer layer, int[] inputs) {
        INDArray zero = Nd4j.zeros(1, 1);
        if (layer.getActivationFn().getActivation(zero, false).getDouble(0) != 0) {
            throw unsupported(name, layer.getActivationFn() + " turns a closed map into a constant");
        }
        return plain(name, Kind.PASS, inputs);
    }

    private @Nullable String consumer(String name, Class<? extends Layer> kind) {
        return consumers(name).stream()
                .filter(consumer -> kind.isInstance(layer(consumer)))
                .findFirst()
                .orElse(null);
    }

    private List<String> consumers(String name) {
        return conf.getVertexInputs().entrySet().stream()
                .filter(entry -> entry.getValue().contains(name))
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<String> inputNames(String name) {
        return conf.getVertexInputs().getOrDefault(name, List.of());
    }

    private @Nullable Layer layer(String name) {
        return Gates.layer(conf, name);
    }

    private int inputChannels() {
        for (String consumer : consumers(conf.getNetworkInputs().get(0))) {
            if (layer(consumer) instanceof ConvolutionLayer convolution) {
                return (int) convolution.getNIn();
            }
        }
        throw unsupported("network", "no convolution reads the input");
    }

    private int channels(String name) {
        return types.get(name) instanceof InputType.InputTypeConvolutional maps
                ? (int) maps.getChannels()
                : (int) Objects.requireNonNull(types.get(name)).arrayElementsPerExample();
    }

    private boolean isMaps(String name) {
        return types.get(name) instanceof InputType.InputTypeConvolutional;
    }

    private int area(String name) {
        return types.get(name) instanceof InputType.InputTypeConvolutional maps
                ? (int) (maps.getHeight() * maps.getWidth())
                : 1;
    }

    private static IllegalArgumentException unsupported(String name, String reason) {
        return new IllegalArgumentException("cannot prune " + name + ": " + reason);
    }
}
