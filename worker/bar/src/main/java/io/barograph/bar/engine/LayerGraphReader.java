package io.barograph.bar.engine;

import io.barograph.bar.layer.GateLayer;
import io.barograph.bar.layer.ScatterAddVertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/**
 * Reads the executable form of a DL4J graph and fuses gates and ReLUs into what precedes them. Understands convolution,
 * batch normalization, gates, ReLU, add, scatter-add, pooling, dense and output layers; anything else is refused.
 */
public final class LayerGraphReader {
    private final ComputationGraph graph;
    private final Map<String, List<String>> inputs;
    private final Map<String, Set<String>> consumers = new HashMap<>();
    private final Map<String, Tensor> tensors = new HashMap<>();
    private final Set<String> fused = new HashSet<>();
    private final List<Op> ops = new ArrayList<>();
    private int nextId;

    private LayerGraphReader(ComputationGraph graph) {
        this.graph = graph;
        this.inputs = graph.getConfiguration().getVertexInputs();
        inputs.forEach((name, from) -> from.forEach(
                f -> consumers.computeIfAbsent(f, k -> new HashSet<>()).add(name)));
    }

    /**
     * Reads a graph with one image input and one output layer.
     *
     * @param height rows of the image
     * @param width columns of the image
     * @throws IllegalArgumentException for a layer that cannot be executed, with its name
     */
    public static LayerGraph read(ComputationGraph graph, int channels, int height, int width) {
        return new LayerGraphReader(graph).read(channels, height, width);
    }

    private LayerGraph read(int channels, int height, int width) {
        String input = graph.getConfiguration().getNetworkInputs().get(0);
        Tensor image = tensor(input, channels, height, width);
        for (int index : graph.topologicalSortOrder()) {
            String name = graph.getVertices()[index].getVertexName();
            if (!name.equals(input) && !fused.contains(name)) {
                add(name);
            }
        }
        String output = graph.getConfiguration().getNetworkOutputs().get(0);
        return new LayerGraph(image, ops, known(output));
    }

    private void add(String name) {
        GraphVertex vertex = vertex(name);
        Tensor in = known(inputsOf(name).get(0));
        if (vertex instanceof LayerVertex layerVertex) {
            addLayer(name, layerVertex.getLayerConf().getLayer(), in);
        } else if (vertex instanceof ElementWiseVertex add && add.getOp() == ElementWiseVertex.Op.Add) {
            addMerge(name, in.channels(), null);
        } else if (vertex instanceof ScatterAddVertex scatter) {
            addMerge(name, scatter.channels(), scatter);
        } else {
            throw new IllegalArgumentException(
                    "vertex " + name + " of kind " + vertex.getClass().getSimpleName() + " cannot be executed");
        }
    }

    private void addLayer(String name, Layer layer, Tensor in) {
        if (layer instanceof ConvolutionLayer conv) {
            addConvolution(name, conv, in);
        } else if (layer instanceof BatchNormalization norm) {
            String last = name;
            String gate = next(last, GateLayer.class);
            last = gate == null ? last : gate;
            String relu = nextRelu(last);
            last = relu == null ? last : relu;
            Tensor out = tensor(last, in.channels(), in.height(), in.width());
            ops.add(new Op.Norm(name, gate, in, out, relu != null, (float) norm.getEps()));
        } else if (layer instanceof SubsamplingLayer pool) {
            addPooling(name, pool, in);
        } else if (layer instanceof GlobalPoolingLayer pool) {
            boolean max = pool.getPoolingType() == PoolingType.MAX;
            int[] whole = {in.height(), in.width()};
            Tensor out = tensor(name, in.channels(), 1, 1);
            ops.add(new Op.Pool(max, in, out, whole, new int[] {1, 1}, new int[] {0, 0}));
        } else if (layer instanceof DenseLayer || layer instanceof OutputLayer) {
            addDense(name, (FeedForwardLayer) layer, in);
        } else if (layer instanceof ActivationLayer activation && isRelu(activation.getActivationFn())) {
            ops.add(new Op.Relu(in, tensor(name, in.channels(), in.height(), in.width())));
        } else {
            throw new IllegalArgumentException(
                    "layer " + name + " of kind " + layer.getClass().getSimpleName() + " cannot be executed");
        }
    }

    private void addConvolution(String name, ConvolutionLayer conv, Tensor in) {
        requireIdentity(name, conv.getActivationFn());
        int[] kernel = conv.getKernelSize();
        int[] stride = conv.getStride();
        int[] pad = conv.getPadding();
        boolean same = conv.getConvolutionMode() == ConvolutionMode.Same;
        int outHeight = size(in.height(), kernel[0], stride[0], pad[0], same);
        int outWidth = size(in.width(), kernel[1], stride[1], pad[1], same);
        int padHeight = same ? before(in.height(), outHeight, kernel[0], stride[0]) : pad[0];
        int padWidth = same ? before(in.width(), outWidth, kernel[1], stride[1]) : pad[1];
        Tensor out = tensor(name, (int) conv.getNOut(), outHeight, outWidth);
        ops.add(new Op.Conv(
                name, in, out, kernel[0], kernel[1], stride[0], stride[1], padHeight, padWidth, conv.hasBias()));
    }

    private void addPooling(String name, SubsamplingLayer pool, Tensor in) {
        int[] kernel = pool.getKernelSize();
        int[] stride = pool.getStride();
        int[] pad = pool.getPadding();
        boolean max = pool.getPoolingType() == org.deeplearning4j.nn.conf.layers.PoolingType.MAX;
        Tensor out = tensor(
                name,
                in.channels(),
                size(in.height(), kernel[0], stride[0], pad[0], false),
                size(in.width(), kernel[1], stride[1], pad[1], false));
        ops.add(new Op.Pool(max, in, out, kernel, stride, pad));
    }

    private void addDense(String name, FeedForwardLayer dense, Tensor in) {
        boolean output = dense instanceof OutputLayer;
        boolean bias = dense instanceof OutputLayer last ? last.hasBias() : ((DenseLayer) dense).hasBias();
        IActivation activation = dense.getActivationFn();
        boolean relu = !output && isRelu(activation);
        if (!output && !relu) {
            requireIdentity(name, activation);
        }
        Tensor out = tensor(name, (int) dense.getNOut(), 1, 1);
        ops.add(new Op.Conv(name, in, out, in.height(), in.width(), 1, 1, 0, 0, bias));
        if (relu) {
            ops.add(new Op.Relu(out, tensor(name, out.channels(), 1, 1)));
        }
    }

    private void addMerge(String name, int union, @Nullable ScatterAddVertex scatter) {
        List<Tensor> ins = inputsOf(name).stream().map(this::known).toList();
        List<int[]> positions = new ArrayList<>();
        for (int i = 0; i < ins.size(); i++) {
            positions.add(scatter == null ? identity(union) : scatter.indices()[i]);
        }
        String relu = nextRelu(name);
        String last = relu == null ? name : relu;
        Tensor out = tensor(last, union, ins.get(0).height(), ins.get(0).width());
        ops.add(new Op.Merge(ins, positions, out, relu != null));
    }

    private static int[] identity(int channels) {
        int[] positions = new int[channels];
        for (int c = 0; c < channels; c++) {
            positions[c] = c;
        }
        return positions;
    }

    /** The only consumer of a vertex if it is a layer of this kind; it is then fused. */
    private @Nullable String next(String name, Class<? extends Layer> kind) {
        Set<String> users = consumers.getOrDefault(name, Set.of());
        if (users.size() != 1) {
            return null;
        }
        String user = users.iterator().next();
        GraphVertex vertex = vertex(user);
        if (vertex instanceof LayerVertex layer
                && kind.isInstance(layer.getLayerConf().getLayer())) {
            fused.add(user);
            return user;
        }
        return null;
    }

    private @Nullable String nextRelu(String name) {
        String user = next(name, ActivationLayer.class);
        if (user == null) {
            return null;
        }
        LayerVertex vertex = (LayerVertex) vertex(user);
        if (isRelu(((ActivationLayer) vertex.getLayerConf().getLayer()).getActivationFn())) {
            return user;
        }
        fused.remove(user);
        return null;
    }

    private static boolean isRelu(IActivation activation) {
        return activation instanceof ActivationReLU;
    }

    private static void requireIdentity(String name, IActivation activation) {
        if (!(activation instanceof ActivationIdentity)) {
            throw new IllegalArgumentException(
                    "layer " + name + " has activation " + activation + "; only identity can be executed there");
        }
    }

    private static int size(int in, int kernel, int stride, int pad, boolean same) {
        return same ? (in + stride - 1) / stride : (in + 2 * pad - kernel) / stride + 1;
    }

    private static int before(int in, int out, int kernel, int stride) {
        return Math.max(0, (out - 1) * stride + kernel - in) / 2;
    }

    private GraphVertex vertex(String name) {
        return Objects.requireNonNull(graph.getConfiguration().getVertices().get(name), name);
    }

    private List<String> inputsOf(String name) {
        return Objects.requireNonNull(inputs.get(name), name);
    }

    private Tensor known(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private Tensor tensor(String name, int channels, int height, int width) {
        Tensor tensor = new Tensor(nextId++, channels, height, width);
        tensors.put(name, tensor);
        return tensor;
    }
}
