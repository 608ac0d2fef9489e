package io.barograph.bar.onnx;

import io.barograph.bar.engine.FoldedWeights;
import io.barograph.bar.engine.LayerGraph;
import io.barograph.bar.engine.Op;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.engine.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import org.jspecify.annotations.Nullable;

/**
 * Writes a network as an ONNX model (operator set 13): input {@code image} [batch, channels, height, width], normalized as in training, and
 * output {@code logits} [batch, classes]. Batch norms are folded into the convolutions; where residual paths have different
 * live channels, the sum is made of standard operators. Every convolution of the network is a {@code Conv} with the same
 * maps, every dense layer a {@code Gemm}; what convolutions read may be filled up with zeros.
 */
public final class OnnxExport {
    static final String INPUT = "image";
    static final String OUTPUT = "logits";
    private static final int OPERATOR_SET = 13;
    private static final int IR_VERSION = 7;

    private final ParameterSet parameters;
    private final ConvolutionInputs inputs;
    private final Map<Tensor, Op.Norm> norms;
    private final OnnxGraph graph = new OnnxGraph("barograph");
    private final Map<Tensor, String> names = new HashMap<>();
    private final Map<Tensor, String> filled = new HashMap<>();
    private final ChannelOrder order;
    private final Tensor last;

    private OnnxExport(LayerGraph layers, ParameterSet parameters, ConvolutionInputs inputs) {
        this.parameters = parameters;
        this.inputs = inputs;
        this.norms = FoldedWeights.norms(layers);
        this.order = ChannelOrder.of(layers);
        this.last = layers.output();
        Tensor image = layers.input();
        graph.input(INPUT, image.channels(), image.height(), image.width());
        names.put(image, INPUT);
        layers.ops().forEach(this::add);
        if (!OUTPUT.equals(names.get(last))) {
            throw new IllegalArgumentException("the network must end in a dense layer, but ends in " + names.get(last));
        }
        graph.output(OUTPUT, last.channels());
    }

    /** The model as bytes of an ONNX file whose convolutions read their {@linkplain ConvolutionInputs#LIVE live inputs} only. */
    public static byte[] of(LayerGraph layers, ParameterSet parameters, Map<String, String> metadata) {
        return of(layers, parameters, metadata, ConvolutionInputs.LIVE);
    }

    /**
     * The model as bytes of an ONNX file.
     *
     * @param layers a network without gates
     * @param parameters its parameters
     * @param metadata key and value pairs to keep in the file
     * @param inputs what its convolutions read
     * @throws IllegalArgumentException naming a layer that cannot be exported
     */
    public static byte[] of(
            LayerGraph layers, ParameterSet parameters, Map<String, String> metadata, ConvolutionInputs inputs) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("barograph")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET))
                .setGraph(new OnnxExport(layers, parameters, inputs).graph.build());
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    private void add(Op op) {
        if (op instanceof Op.Conv conv) {
            convolution(conv, norms.get(conv.out()));
        } else if (op instanceof Op.Merge merge) {
            names.put(merge.out(), sum(merge));
        } else if (op instanceof Op.Pool pool) {
            names.put(pool.out(), pool(pool));
        } else if (op instanceof Op.Relu relu) {
            names.put(relu.out(), relu(nameOf(relu.in()), "t" + relu.out().id()));
        }
    }

    private void convolution(Op.Conv conv, Op.@Nullable Norm norm) {
        if (norm != null && norm.gate() != null) {
            throw new IllegalArgumentException(
                    "gate " + norm.gate() + " cannot be exported; compact the network first");
        }
        boolean dense = norm == null && coversInput(conv);
        int zeros = dense ? 0 : inputs.zeros(conv.in().channels());
        FoldedWeights folded = ordered(FoldedWeights.of(conv, norm, parameters, Map.of()), conv, zeros);
        String bias =
                graph.floats(conv.layer() + ".bias", folded.bias(), conv.out().channels());
        String name = dense ? dense(conv, folded, bias) : maps(conv, zeros, folded, bias);
        names.put(conv.out(), name);
        if (norm != null) {
            names.put(norm.out(), norm.relu() ? relu(name, conv.layer() + ".relu") : name);
        }
    }

    /** With input and output channels in the order of the file, and weights of 0 for zeros that the layer reads after them. */
    private FoldedWeights ordered(FoldedWeights folded, Op.Conv conv, int zeros) {
        int[] outs = order.order(conv.out());
        int[] ins = order.order(conv.in());
        int kernel = conv.kernelHeight() * conv.kernelWidth();
        int needed = outs.length * ins.length * kernel;
        if (folded.weights().length != needed) {
            throw new IllegalArgumentException("layer " + conv.layer() + " has " + folded.weights().length
                    + " weights, but needs " + needed + " for images of this size");
        }
        int read = ins.length + zeros;
        float[] weights = new float[outs.length * read * kernel];
        float[] bias = new float[outs.length];
        for (int o = 0; o < outs.length; o++) {
            bias[o] = folded.bias()[outs[o]];
            for (int i = 0; i < ins.length; i++) {
                int from = (outs[o] * ins.length + ins[i]) * kernel;
                System.arraycopy(folded.weights(), from, weights, (o * read + i) * kernel, kernel);
            }
        }
        return new FoldedWeights(weights, bias);
    }

    private String dense(Op.Conv conv, FoldedWeights folded, String bias) {
        String weights = graph.floats(
                conv.layer() + ".weight",
                folded.weights(),
                conv.out().channels(),
                conv.in().size());
        String flat =
                graph.node("Flatten", conv.layer() + ".in", List.of(nameOf(conv.in())), OnnxGraph.attribute("axis", 1));
        String name = conv.out().equals(last) ? OUTPUT : conv.layer();
        return graph.node("Gemm", name, List.of(flat, weights, bias), OnnxGraph.attribute("transB", 1));
    }

    private String maps(Op.Conv conv, int zeros, FoldedWeights folded, String bias) {
        Tensor in = conv.in();
        Tensor out = conv.out();
        String weights = graph.floats(
                conv.layer() + ".weight",
                folded.weights(),
                out.channels(),
                in.channels() + zeros,
                conv.kernelHeight(),
                conv.kernelWidth());
        return graph.node(
                "Conv",
                conv.layer(),
                List.of(zeros == 0 ? nameOf(in) : filled(in, zeros), weights, bias),
                OnnxGraph.attributes("kernel_shape", conv.kernelHeight(), conv.kernelWidth()),
                OnnxGraph.attributes("strides", conv.strideHeight(), conv.strideWidth()),
                OnnxGraph.attributes(
                        "pads",
                        conv.padHeight(),
                        conv.padWidth(),
                        after(in.height(), out.height(), conv.kernelHeight(), conv.strideHeight(), conv.padHeight()),
                        after(in.width(), out.width(), conv.kernelWidth(), conv.strideWidth(), conv.padWidth())));
    }

    /** The tensor with maps of zeros after its own, made once for all that read it. */
    private String filled(Tensor tensor, int zeros) {
        return filled.computeIfAbsent(tensor, made -> {
            String name = nameOf(made) + ".filled";
            String pads = graph.integers(name + ".pads", 0, 0, 0, 0, 0, zeros, 0, 0);
            return graph.node("Pad", name, List.of(nameOf(made), pads));
        });
    }

    private static boolean coversInput(Op.Conv conv) {
        return conv.kernelHeight() == conv.in().height()
                && conv.kernelWidth() == conv.in().width()
                && conv.padHeight() == 0
                && conv.padWidth() == 0;
    }

    /** Padding at the end that the last window needs; 0 where windows leave a rest. */
    private static long after(int in, int out, int kernel, int stride, int before) {
        return Math.max(0, (long) (out - 1) * stride + kernel - in - before);
    }

    private String relu(String from, String name) {
        return graph.node("Relu", name, List.of(from));
    }

    private String pool(Op.Pool pool) {
        String name = "t" + pool.out().id();
        List<String> from = List.of(nameOf(pool.in()));
        if (pool.kernel()[0] == pool.in().height()
                && pool.kernel()[1] == pool.in().width()) {
            return graph.node(pool.max() ? "GlobalMaxPool" : "GlobalAveragePool", name, from);
        }
        Tensor in = pool.in();
        Tensor out = pool.out();
        int[] kernel = pool.kernel();
        int[] stride = pool.stride();
        int[] pad = pool.pad();
        return graph.node(
                pool.max() ? "MaxPool" : "AveragePool",
                name,
                from,
                OnnxGraph.attributes("kernel_shape", kernel[0], kernel[1]),
                OnnxGraph.attributes("strides", stride[0], stride[1]),
                OnnxGraph.attributes(
                        "pads",
                        pad[0],
                        pad[1],
                        after(in.height(), out.height(), kernel[0], stride[0], pad[0]),
                        after(in.width(), out.width(), kernel[1], stride[1], pad[1])));
    }

    /** Sum over the union of channels: pieces that come from the same inputs, put together. */
    private String sum(Op.Merge merge) {
        String name = "t" + merge.out().id();
        List<ChannelOrder.Piece> pieces = order.pieces(merge);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            parts.add(piece(pieces.size() == 1 ? name : name + ".piece" + i, pieces.get(i), merge));
        }
        String sum =
                parts.size() == 1 ? parts.get(0) : graph.node("Concat", name, parts, OnnxGraph.attribute("axis", 1));
        return merge.relu() ? relu(sum, name + ".relu") : sum;
    }

    private String piece(String name, ChannelOrder.Piece piece, Op.Merge merge) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < merge.ins().size(); i++) {
            int from = piece.from()[i];
            if (from >= 0) {
                Tensor in = merge.ins().get(i);
                parts.add(
                        piece.channels() == in.channels()
                                ? nameOf(in)
                                : slice(name + ".of" + i, nameOf(in), from, from + piece.channels()));
            }
        }
        String sum = parts.get(0);
        for (int i = 1; i < parts.size(); i++) {
            boolean end = i == parts.size() - 1;
            sum = graph.node("Add", end ? name : name + ".sum" + i, List.of(sum, parts.get(i)));
        }
        return sum;
    }

    private String slice(String name, String in, int from, int to) {
        String starts = graph.integers(name + ".from", from);
        String ends = graph.integers(name + ".to", to);
        return graph.node("Slice", name, List.of(in, starts, ends, graph.integers(name + ".axis", 1)));
    }

    private String nameOf(Tensor tensor) {
        return Objects.requireNonNull(names.get(tensor), "tensor without a name");
    }
}
