package io.barograph.bar.engine;

import java.nio.FloatBuffer;
import java.util.Map;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.LongPointer;

/** Convolution: forward, gradient of the weights, gradient of the input unless that is the image. */
final class ConvStep implements Step {
    private static final int DIRECT = dnnl.algorithm.convolution_direct.value;

    private final Op.Conv op;
    private final Dnn dnn;
    private final PaddedWeights weights;
    private final PaddedWeights gradient;
    private final FloatBuffer biasValues;
    private final FloatBuffer biasGradient;
    private final Runnable reorderForward;
    private final Runnable forward;
    private final Geometry geometry;
    private final int lesserChannels;
    private final convolution_forward.primitive_desc forwardDescriptor;
    private final memory plainWeights;
    private final memory plainGradient;
    private final memory biasGradientMemory;
    private Runnable backward = () -> {};

    /** Strides and pads as oneDNN wants them. */
    private record Geometry(LongPointer strides, LongPointer before, LongPointer after) {}

    ConvStep(Op.Conv op, Dnn dnn, Buffers buffers) {
        this.op = op;
        this.dnn = dnn;
        int in = (int) buffers.desc(op.in()).get_dims().get(1);
        int out = dnn.padded(op.out().channels());
        lesserChannels = Math.min(in, out);
        geometry = geometry(op, dnn);
        memory.desc source = buffers.desc(op.in());
        memory.desc destination = buffers.desc(op.out());
        memory.desc any = dnn.values(memory.format_tag.any, out, in, op.kernelHeight(), op.kernelWidth());
        memory.desc plain = dnn.desc(memory.format_tag.oihw, out, in, op.kernelHeight(), op.kernelWidth());
        forwardDescriptor = dnn.own(ConvKernels.best(
                op,
                lesserChannels,
                () -> new convolution_forward.primitive_desc(
                        dnn.engine,
                        dnnl.prop_kind.forward_training.value,
                        DIRECT,
                        source,
                        any,
                        biasDescriptor(out),
                        destination,
                        new long[] {op.strideHeight(), op.strideWidth()},
                        new long[] {op.padHeight(), op.padWidth()},
                        padAfter(op))));
        plainWeights = dnn.allocate(plain);
        plainGradient = dnn.allocate(plain);
        memory bias = dnn.allocate(dnn.vector(out));
        biasGradientMemory = dnn.allocate(dnn.vector(out));
        weights = new PaddedWeights(op, in, dnn.floats(plainWeights));
        gradient = new PaddedWeights(op, in, dnn.floats(plainGradient));
        biasValues = dnn.floats(bias);
        biasGradient = dnn.floats(biasGradientMemory);
        memory blocked = dnn.allocate(forwardDescriptor.weights_desc());
        reorderForward = dnn.reorder(plainWeights, blocked);
        forward = dnn.bind(
                new convolution_forward(forwardDescriptor),
                dnnl.DNNL_ARG_SRC,
                buffers.activation(op.in()),
                dnnl.DNNL_ARG_WEIGHTS,
                blocked,
                dnnl.DNNL_ARG_BIAS,
                bias,
                dnnl.DNNL_ARG_DST,
                buffers.activation(op.out()));
    }

    /** Binds the backward pass; called in reverse order of the ops. */
    void bindBackward(Buffers buffers, boolean inputIsImage) {
        memory outGradient = buffers.gradient(op.out());
        Runnable toWeights = bindWeights(buffers, outGradient);
        Runnable toInput = inputIsImage ? () -> {} : bindData(buffers, outGradient);
        backward = () -> {
            toWeights.run();
            toInput.run();
        };
        buffers.release(op.out());
    }

    private Runnable bindWeights(Buffers buffers, memory outGradient) {
        memory.desc source = buffers.desc(op.in());
        LongPointer dims = plainGradient.get_desc().get_dims();
        memory.desc any =
                dnn.desc(memory.format_tag.any, dims.get(0), dims.get(1), op.kernelHeight(), op.kernelWidth());
        var descriptor = dnn.own(ConvKernels.best(
                op,
                lesserChannels,
                () -> new convolution_backward_weights.primitive_desc(
                        dnn.engine,
                        DIRECT,
                        source,
                        any,
                        biasDescriptor(dnn.padded(op.out().channels())),
                        outGradient.get_desc(),
                        geometry.strides,
                        geometry.before,
                        geometry.after,
                        forwardDescriptor)));
        memory blocked = dnn.allocate(descriptor.diff_weights_desc());
        Runnable run = dnn.bind(
                new convolution_backward_weights(descriptor),
                dnnl.DNNL_ARG_SRC,
                buffers.activation(op.in()),
                dnnl.DNNL_ARG_DIFF_DST,
                outGradient,
                dnnl.DNNL_ARG_DIFF_WEIGHTS,
                blocked,
                dnnl.DNNL_ARG_DIFF_BIAS,
                biasGradientMemory);
        Runnable unblock = dnn.reorder(blocked, plainGradient);
        return () -> {
            run.run();
            unblock.run();
        };
    }

    private Runnable bindData(Buffers buffers, memory outGradient) {
        Buffers.Target target = buffers.target(op.in());
        memory.desc any = anyWeights();
        var descriptor = dnn.own(ConvKernels.best(
                op,
                lesserChannels,
                () -> new convolution_backward_data.primitive_desc(
                        dnn.engine,
                        dnnl.algorithm.convolution_direct,
                        target.memory().get_desc(),
                        any,
                        outGradient.get_desc(),
                        geometry.strides,
                        geometry.before,
                        geometry.after,
                        forwardDescriptor)));
        memory blocked = dnn.allocate(descriptor.weights_desc());
        Runnable block = dnn.reorder(plainWeights, blocked);
        Runnable run = dnn.bind(
                new convolution_backward_data(descriptor),
                dnnl.DNNL_ARG_DIFF_DST,
                outGradient,
                dnnl.DNNL_ARG_WEIGHTS,
                blocked,
                dnnl.DNNL_ARG_DIFF_SRC,
                target.memory());
        return () -> {
            block.run();
            run.run();
            target.after().run();
        };
    }

    /** An empty descriptor stands for no bias; kernels then ignore the memory that is bound for it. */
    private memory.desc biasDescriptor(int length) {
        return op.bias() ? dnn.vector(length) : dnn.own(new memory.desc());
    }

    private memory.desc anyWeights() {
        LongPointer dims = plainWeights.get_desc().get_dims();
        return dnn.values(memory.format_tag.any, dims.get(0), dims.get(1), op.kernelHeight(), op.kernelWidth());
    }

    static long[] padAfter(Op.Conv op) {
        return new long[] {
            after(op.in().height(), op.out().height(), op.kernelHeight(), op.strideHeight(), op.padHeight()),
            after(op.in().width(), op.out().width(), op.kernelWidth(), op.strideWidth(), op.padWidth())
        };
    }

    private static long after(int in, int out, int kernel, int stride, int before) {
        return (long) (out - 1) * stride + kernel - in - before;
    }

    private static Geometry geometry(Op.Conv op, Dnn dnn) {
        return new Geometry(
                dnn.own(new LongPointer(op.strideHeight(), op.strideWidth())),
                dnn.own(new LongPointer(op.padHeight(), op.padWidth())),
                dnn.own(new LongPointer(padAfter(op))));
    }

    @Override
    public void load(ParameterSet parameters, Map<String, float[]> gates) {
        weights.write(parameters.values(), parameters.entry(op.layer(), "W").offset());
        if (op.bias()) {
            biasValues.put(
                    0,
                    parameters.values(),
                    parameters.entry(op.layer(), "b").offset(),
                    op.out().channels());
        }
        reorderForward.run();
    }

    @Override
    public void forward() {
        forward.run();
    }

    @Override
    public void backward() {
        backward.run();
    }

    @Override
    public void store(ParameterSet parameters, float[] into, Map<String, float[]> gateGradients) {
        gradient.read(into, parameters.entry(op.layer(), "W").offset());
        if (op.bias()) {
            biasGradient.get(
                    0,
                    into,
                    parameters.entry(op.layer(), "b").offset(),
                    op.out().channels());
        }
    }
}
