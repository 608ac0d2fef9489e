package io.barograph.bar.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/**
 * What an ONNX model really costs, read from the file and from the shapes of a run in ONNX Runtime, and from nothing else.
 *
 * @param volume height·width·channels summed over the outputs of all convolutions, in maps·pixels
 * @param parameters numbers in weights and biases of convolutions and dense layers
 * @param macs multiply-accumulates for one image in convolutions and dense layers, padding counted
 */
public record OnnxCost(long volume, long parameters, long macs) {
    /**
     * Measures a model by running one image through it.
     *
     * @param file bytes of an ONNX file
     * @throws IllegalArgumentException if the bytes are no model, or ONNX Runtime cannot run it
     */
    public static OnnxCost measure(byte[] file) {
        ModelProto model = parse(file);
        Map<String, Long> sizes = new HashMap<>();
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            sizes.put(tensor.getName(), tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b));
        }
        long volume = 0;
        long parameters = 0;
        long macs = 0;
        Map<String, long[]> shapes = convolutionShapes(model);
        for (NodeProto node : model.getGraph().getNodeList()) {
            boolean convolution = node.getOpType().equals("Conv");
            if (convolution || node.getOpType().equals("Gemm")) {
                long weights = Objects.requireNonNull(sizes.get(node.getInput(1)));
                parameters +=
                        weights + (node.getInputCount() > 2 ? Objects.requireNonNull(sizes.get(node.getInput(2))) : 0);
                if (convolution) {
                    long[] shape = Objects.requireNonNull(shapes.get(node.getOutput(0)));
                    volume += shape[1] * shape[2] * shape[3];
                    macs += weights * shape[2] * shape[3];
                } else {
                    macs += weights;
                }
            }
        }
        return new OnnxCost(volume, parameters, macs);
    }

    static ModelProto parse(byte[] file) {
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
