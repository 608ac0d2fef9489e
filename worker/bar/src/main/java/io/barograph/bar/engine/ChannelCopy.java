package io.barograph.bar.engine;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/**
 * Copies channels of one tensor to other places of another, as a 1x1 convolution with a 0/1 matrix: the only kernel of oneDNN
 * that moves channels at the speed of memory. A sum and a ReLU can ride along.
 */
final class ChannelCopy {
    private final Dnn dnn;

    ChannelCopy(Dnn dnn) {
        this.dnn = dnn;
    }

    /**
     * Spreads a narrow tensor over a wide one: channel c goes to position[c], the other channels get 0.
     *
     * @param addend what is added, or null; may be {@code wide} itself
     * @param relu whether the sum goes through a ReLU
     */
    Runnable spread(memory narrow, memory wide, int[] position, @Nullable memory addend, boolean relu) {
        float[] matrix = new float[channels(wide) * channels(narrow)];
        for (int c = 0; c < position.length; c++) {
            matrix[position[c] * channels(narrow) + c] = 1;
        }
        return copy(narrow, wide, matrix, addend, relu);
    }

    /** The way back: channel c of the narrow tensor is channel position[c] of the wide one. */
    Runnable gather(memory wide, memory narrow, int[] position) {
        float[] matrix = new float[channels(narrow) * channels(wide)];
        for (int c = 0; c < position.length; c++) {
            matrix[c * channels(wide) + position[c]] = 1;
        }
        return copy(wide, narrow, matrix, null, false);
    }

    private int channels(memory tensor) {
        return (int) dnn.own(tensor.get_desc()).get_dims().get(1);
    }

    private Runnable copy(memory from, memory to, float[] matrix, @Nullable memory addend, boolean relu) {
        int rows = channels(to);
        int columns = channels(from);
        primitive_attr attributes = dnn.own(new primitive_attr());
        attributes.set_post_ops(postOps(addend, to, relu));
        var descriptor = dnn.own(new convolution_forward.primitive_desc(
                dnn.engine,
                dnnl.prop_kind.forward_inference.value,
                dnnl.algorithm.convolution_direct.value,
                dnn.own(from.get_desc()),
                dnn.values(memory.format_tag.any, rows, columns, 1, 1),
                dnn.own(to.get_desc()),
                new long[] {1, 1},
                new long[] {0, 0},
                new long[] {0, 0},
                attributes,
                false));
        memory plain = dnn.allocate(dnn.desc(memory.format_tag.oihw, rows, columns, 1, 1));
        FloatBuffer values = dnn.floats(plain);
        values.put(0, matrix, 0, matrix.length);
        memory blocked = dnn.allocate(descriptor.weights_desc());
        dnn.reorder(plain, blocked).run();
        convolution_forward primitive = new convolution_forward(descriptor);
        if (addend == null || addend.equals(to)) {
            return dnn.bind(primitive, dnnl.DNNL_ARG_SRC, from, dnnl.DNNL_ARG_WEIGHTS, blocked, dnnl.DNNL_ARG_DST, to);
        }
        return dnn.bind(
                primitive,
                dnnl.DNNL_ARG_SRC,
                from,
                dnnl.DNNL_ARG_WEIGHTS,
                blocked,
                dnnl.DNNL_ARG_DST,
                to,
                dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | dnnl.DNNL_ARG_SRC_1,
                addend);
    }

    private post_ops postOps(@Nullable memory addend, memory to, boolean relu) {
        post_ops ops = dnn.own(new post_ops());
        if (addend != null && addend.equals(to)) {
            ops.append_sum();
        } else if (addend != null) {
            ops.append_binary(dnnl.algorithm.binary_add, dnn.own(addend.get_desc()));
        }
        if (relu) {
            ops.append_eltwise(dnnl.algorithm.eltwise_relu.value, 0, 0);
        }
        return ops;
    }
}
