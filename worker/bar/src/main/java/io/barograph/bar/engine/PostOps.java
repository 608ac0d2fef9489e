package io.barograph.bar.engine;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/**
 * What a convolution does to its result before it writes it.
 *
 * @param addend what is added, of the result's shape and layout, or null; may be where the result is written
 * @param relu whether the sum goes through a ReLU
 */
record PostOps(@Nullable memory addend, boolean relu) {
    static final PostOps NONE = new PostOps(null, false);

    /** The argument that {@link #argument} belongs to. */
    static final int ARGUMENT = dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | dnnl.DNNL_ARG_SRC_1;

    primitive_attr attributes(Dnn dnn, memory destination) {
        post_ops ops = dnn.own(new post_ops());
        if (addend != null && addend.equals(destination)) {
            ops.append_sum();
        } else if (addend != null) {
            ops.append_binary(dnnl.algorithm.binary_add, dnn.own(addend.get_desc()));
        }
        if (relu) {
            ops.append_eltwise(dnnl.algorithm.eltwise_relu.value, 0, 0);
        }
        primitive_attr attributes = dnn.own(new primitive_attr());
        attributes.set_post_ops(ops);
        return attributes;
    }

    /** What to bind for {@link #ARGUMENT}; kernels that add nothing, or what they find, ignore it. */
    memory argument(memory destination) {
        return addend == null ? destination : addend;
    }
}
