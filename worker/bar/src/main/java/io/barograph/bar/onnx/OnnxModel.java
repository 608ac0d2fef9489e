package io.barograph.bar.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/**
 * What an ONNX model really is and costs, read from the file and from the shapes of a run in ONNX Runtime, and from nothing
 * else.
 *
 * @param layers convolutions and dense layers in the file's order
 * @param metadata what the file says of itself
 */
public record OnnxModel(List<OnnxLayer> layers, SortedMap<String, String> metadata) {
    public OnnxModel {
        layers = List.copyOf(layers);
        metadata = new TreeMap<>(metadata);
    }

    /**
     * Reads a model and runs one image through it.
     *
     * @param file bytes of an ONNX file
     * @throws IllegalArgumentException if the bytes are no model, ONNX Runtime cannot run it, or it has a convolution or
     *     dense layer whose weights are not in the file
     */
    public static OnnxModel read(byte[] file) {
        ModelProto model = parse(file);
        Map<String, TensorProto> constants = new HashMap<>();
        model.getGraph().getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
        Map<String, long[]> shapes = convolutionShapes(model);
        List<OnnxLayer> layers = new ArrayList<>();
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (node.getOpType().equals("Conv")) {
                layers.add(convolution(node, constants, shapes.getOrDefault(node.getOutput(0), new long[0])));
            } else if (node.getOpType().equals("Gemm")) {
                layers.add(dense(node, constants));
            }
        }
        return new OnnxModel(layers, metadata(model));
    }

    /**
     * What a file says of itself, without running it.
     *
     * @throws IllegalArgumentException if the bytes are no model
     */
    public static SortedMap<String, String> metadata(byte[] file) {
        return metadata(parse(file));
    }

    private static SortedMap<String, String> metadata(ModelProto model) {
        SortedMap<String, String> metadata = new TreeMap<>();
        for (StringStringEntryProto entry : model.getMetadataPropsList()) {
            metadata.put(entry.getKey(), entry.getValue());
        }
        return metadata;
    }

    /** Height·width·channels summed over the outputs of all convolutions, in maps·pixels. */
    public long volume() {
        return layers.stream().mapToLong(OnnxLayer::volume).sum();
    }

    /** Numbers in weights and biases. */
    public long parameters() {
        return layers.stream().mapToLong(OnnxLayer::parameters).sum();
    }

    /** Multiply-accumulates for one image, padding counted. */
    public long macs() {
        return layers.stream().mapToLong(OnnxLayer::macs).sum();
    }

    private static OnnxLayer convolution(NodeProto node, Map<String, TensorProto> constants, long[] shape) {
        List<Long> weights = sizes(node, 1, 4, constants);
        if (shape.length != 4) {
            throw new IllegalArgumentException(
                    "the output of " + name(node) + " has " + shape.length + " dimensions; images have 4");
        }
        long count = product(weights);
        return new OnnxLayer(
                name(node),
                true,
                Math.toIntExact(weights.get(1)),
                Math.toIntExact(weights.get(0)),
                Math.toIntExact(shape[2]),
                Math.toIntExact(shape[3]),
                Math.toIntExact(weights.get(2)),
                Math.toIntExact(weights.get(3)),
                count + bias(node, constants),
                count * shape[2] * shape[3]);
    }

    private static OnnxLayer dense(NodeProto node, Map<String, TensorProto> constants) {
        List<Long> weights = sizes(node, 1, 2, constants);
        boolean transposed = node.getAttributeList().stream()
                .anyMatch(attribute -> attribute.getName().equals("transB") && attribute.getI() != 0);
        long count = product(weights);
        return new OnnxLayer(
                name(node),
                false,
                Math.toIntExact(weights.get(transposed ? 1 : 0)),
                Math.toIntExact(weights.get(transposed ? 0 : 1)),
                1,
                1,
                1,
                1,
                count + bias(node, constants),
                count);
    }

    /** The name of a node, which it need not have, or else of what it makes. */
    private static String name(NodeProto node) {
        return node.getName().isBlank() ? node.getOutput(0) : node.getName();
    }

    private static long bias(NodeProto node, Map<String, TensorProto> constants) {
        return node.getInputCount() > 2 ? product(sizes(node, 2, 1, constants)) : 0;
    }

    private static List<Long> sizes(NodeProto node, int input, int dimensions, Map<String, TensorProto> constants) {
        TensorProto constant = node.getInputCount() > input ? constants.get(node.getInput(input)) : null;
        if (constant == null || constant.getDimsCount() != dimensions) {
            throw new IllegalArgumentException("the weights of " + node.getOpType() + " node " + name(node)
                    + " are no constant of " + dimensions + " dimensions in the file");
        }
        return constant.getDimsList();
    }

    private static long product(List<Long> sizes) {
        return sizes.stream().reduce(1L, (a, b) -> a * b);
    }

    private static ModelProto parse(byte[] file) {
        try {
            return ModelProto.parseFrom(file);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("this is no ONNX model: " + e.getMessage(), e);
        }
    }

    /** Runs one image with the outputs of all convolutions made outputs of the model. */
    private static Map<String, long[]> convolutionShapes(ModelProto model) {
        ModelProto.Builder open = model.toBuilder();
        TypeProto floats = TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber()))
                .build();
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (node.getOpType().equals("Conv")) {
                open.getGraphBuilder()
                        .addOutput(ValueInfoProto.newBuilder()
                                .setName(node.getOutput(0))
                                .setType(floats));
            }
        }
        try (OnnxNetwork network = OnnxNetwork.open(open.build().toByteArray(), 1, 1)) {
            return network.outputShapes();
        }
    }
}
