package io.barograph.bar.engine;

import java.nio.FloatBuffer;
import java.util.Map;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of an inference plan.
 *
 * @param norm the batch normalization that reads it, or null
 * @param folded its weights, with batch normalization and gate
 */
record InferenceConv(Op.Conv op, Op.@Nullable Norm norm, FoldedWeights folded) {
    static InferenceConv of(Op.Conv op, Op.@Nullable Norm norm, ParameterSet parameters, Map<String, float[]> gates) {
        return new InferenceConv(op, norm, FoldedWeights.of(op, norm, parameters, gates));
    }

    /** What it makes, as others read it. */
    Tensor out() {
        return norm == null ? op.out() : norm.out();
    }

    /** Whether a ReLU follows before anything else reads it. */
    boolean relu() {
        return norm != null && norm.relu();
    }

    /**
     * Binds it.
     *
     * @param destination where it writes
     * @param outs the places of its channels there; the others get 0
     */
    Runnable bind(Dnn dnn, Buffers buffers, ChannelPlaces places, memory destination, int[] outs, PostOps after) {
        memory source = buffers.activation(op.in());
        int in = dnn.channels(source);
        int out = dnn.channels(destination);
        memory.desc any = dnn.desc(memory.format_tag.any, out, in, op.kernelHeight(), op.kernelWidth());
        memory bias = dnn.allocate(dnn.vector(out));
        var attributes = after.attributes(dnn, destination);
        var descriptor = dnn.own(ConvKernels.best(
                op,
                Math.min(in, out),
                () -> new convolution_forward.primitive_desc(
                        dnn.engine,
                        dnnl.prop_kind.forward_inference.value,
                        dnnl.algorithm.convolution_direct.value,
                        source.get_desc(),
                        any,
                        bias.get_desc(),
                        destination.get_desc(),
                        new long[] {op.strideHeight(), op.strideWidth()},
                        new long[] {op.padHeight(), op.padWidth()},
                        ConvStep.padAfter(op),
                        attributes,
                        false)));
        memory plain = dnn.allocate(dnn.desc(memory.format_tag.oihw, out, in, op.kernelHeight(), op.kernelWidth()));
        place(dnn.floats(plain), in, places.of(op.in()), dnn.floats(bias), outs);
        memory blocked = dnn.allocate(descriptor.weights_desc());
        dnn.reorder(plain, blocked).run();
        return dnn.bind(
                new convolution_forward(descriptor),
                dnnl.DNNL_ARG_SRC,
                source,
                dnnl.DNNL_ARG_WEIGHTS,
                blocked,
                dnnl.DNNL_ARG_BIAS,
                bias,
                dnnl.DNNL_ARG_DST,
                destination,
                PostOps.ARGUMENT,
                after.argument(destination));
    }

    private void place(FloatBuffer weights, int in, int[] ins, FloatBuffer bias, int[] outs) {
        int kernel = op.kernelHeight() * op.kernelWidth();
        for (int o = 0; o < outs.length; o++) {
            bias.put(outs[o], folded.bias()[o]);
            for (int i = 0; i < ins.length; i++) {
                int from = (o * ins.length + i) * kernel;
                weights.put((outs[o] * in + ins[i]) * kernel, folded.weights(), from, kernel);
            }
        }
    }
}
