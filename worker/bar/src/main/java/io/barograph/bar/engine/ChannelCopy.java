package io.barograph.bar.engine;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/**
 * Copies channels of one tensor to other places of another, as a 1x1 convolution with a 0/1 matrix: the only kernel of oneDNN
 * that moves channels at the speed of memory. A sum and a ReLU can ride along.
 */
final class ChannelCopy {
    private final Dnn dnn;

    ChannelCopy(Dnn dnn) {
        this.dnn = dnn;
    }

    /** Spreads a narrow tensor over a wide one: channel c goes to position[c], the other channels get 0. */
    Runnable spread(memory narrow, memory wide, int[] position, PostOps after) {
        float[] matrix = new float[dnn.channels(wide) * dnn.channels(narrow)];
        for (int c = 0; c < position.length; c++) {
            matrix[position[c] * dnn.channels(narrow) + c] = 1;
        }
        return copy(narrow, wide, matrix, after);
    }

    /** The way back: channel c of the narrow tensor is channel position[c] of the wide one. */
    Runnable gather(memory wide, memory narrow, int[] position) {
        float[] matrix = new float[dnn.channels(narrow) * dnn.channels(wide)];
        for (int c = 0; c < position.length; c++) {
            matrix[c * dnn.channels(wide) + position[c]] = 1;
        }
        return copy(wide, narrow, matrix, PostOps.NONE);
    }

    private Runnable copy(memory from, memory to, float[] matrix, PostOps after) {
        int rows = dnn.channels(to);
        int columns = dnn.channels(from);
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
                after.attributes(dnn, to),
                false));
        memory plain = dnn.allocate(dnn.desc(memory.format_tag.oihw, rows, columns, 1, 1));
        FloatBuffer values = dnn.floats(plain);
        values.put(0, matrix, 0, matrix.length);
        memory blocked = dnn.allocate(descriptor.weights_desc());
        dnn.reorder(plain, blocked).run();
        return dnn.bind(
                new convolution_forward(descriptor),
                dnnl.DNNL_ARG_SRC,
                from,
                dnnl.DNNL_ARG_WEIGHTS,
                blocked,
                dnnl.DNNL_ARG_DST,
                to,
                PostOps.ARGUMENT,
                after.argument(to));
    }
}
