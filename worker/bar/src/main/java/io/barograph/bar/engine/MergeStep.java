package io.barograph.bar.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/** Sum of inputs with fused ReLU. An input that covers only some channels of the union is spread over it. */
final class MergeStep implements Step {
    private final Op.Merge op;
    private final Dnn dnn;
    private final ChannelCopy copy;
    private final List<Runnable> forward = new ArrayList<>();
    private final List<Runnable> backward = new ArrayList<>();

    MergeStep(Op.Merge op, Dnn dnn, Buffers buffers) {
        this.op = op;
        this.dnn = dnn;
        this.copy = new ChannelCopy(dnn);
        memory out = buffers.activation(op.out());
        List<Integer> order = identitiesFirst();
        @Nullable memory sum = null;
        for (int n = 0; n < order.size(); n++) {
            int i = order.get(n);
            memory in = buffers.activation(op.ins().get(i));
            boolean relu = op.relu() && n == order.size() - 1;
            if (!op.isIdentity(i)) {
                forward.add(copy.spread(in, out, op.positions().get(i), new PostOps(sum, relu)));
                sum = out;
            } else if (sum == null) {
                sum = in;
            } else {
                forward.add(add(sum, in, out, relu));
                sum = out;
            }
        }
        if (forward.isEmpty() && sum != null) {
            forward.add(op.relu() ? relu(sum, out) : dnn.reorder(sum, out));
        }
    }

    /** A spread input can take what is summed already along; so those that need not be spread come first. */
    private List<Integer> identitiesFirst() {
        return IntStream.range(0, op.ins().size())
                .boxed()
                .sorted(Comparator.comparing(i -> !op.isIdentity(i)))
                .toList();
    }

    private Runnable add(memory a, memory b, memory to, boolean relu) {
        primitive_attr attributes = dnn.own(new primitive_attr());
        if (relu) {
            post_ops ops = dnn.own(new post_ops());
            ops.append_eltwise(dnnl.algorithm.eltwise_relu.value, 0, 0);
            attributes.set_post_ops(ops);
        }
        var descriptor = dnn.own(new binary.primitive_desc(
                dnn.engine,
                dnnl.algorithm.binary_add.value,
                a.get_desc(),
                b.get_desc(),
                to.get_desc(),
                attributes,
                false));
        return dnn.bind(new binary(descriptor), dnnl.DNNL_ARG_SRC_0, a, dnnl.DNNL_ARG_SRC_1, b, dnnl.DNNL_ARG_DST, to);
    }

    private Runnable relu(memory from, memory to) {
        var descriptor = ReluStep.descriptor(dnn, from);
        return dnn.bind(new eltwise_forward(descriptor), dnnl.DNNL_ARG_SRC, from, dnnl.DNNL_ARG_DST, to);
    }

    /** Binds the backward pass. */
    void bindBackward(Buffers buffers) {
        memory gradient = op.relu() ? mask(buffers) : buffers.gradient(op.out());
        for (int i = 0; i < op.ins().size(); i++) {
            Tensor in = op.ins().get(i);
            if (!op.isIdentity(i)) {
                Buffers.Target target = buffers.target(in);
                backward.add(
                        copy.gather(gradient, target.memory(), op.positions().get(i)));
                backward.add(target.after());
            } else if (!buffers.alias(in, gradient)) {
                Buffers.Target target = buffers.target(in);
                backward.add(dnn.reorder(gradient, target.memory()));
                backward.add(target.after());
            }
        }
        buffers.release(op.out());
    }

    /** Masks the gradient, in place where nobody else reads it. */
    private memory mask(Buffers buffers) {
        memory gradient = buffers.gradient(op.out());
        memory out = buffers.activation(op.out());
        memory masked = buffers.isSole(op.out()) ? gradient : dnn.borrow(gradient.get_desc());
        var descriptor = dnn.own(new eltwise_backward.primitive_desc(
                dnn.engine,
                dnnl.algorithm.eltwise_relu_use_dst_for_bwd.value,
                masked.get_desc(),
                gradient.get_desc(),
                out.get_desc(),
                0f,
                ReluStep.descriptor(dnn, out)));
        backward.add(dnn.bind(
                new eltwise_backward(descriptor),
                dnnl.DNNL_ARG_DST,
                out,
                dnnl.DNNL_ARG_DIFF_DST,
                gradient,
                dnnl.DNNL_ARG_DIFF_SRC,
                masked));
        if (masked != gradient) {
            buffers.release(op.out());
            buffers.alias(op.out(), masked);
        }
        return masked;
    }

    @Override
    public void forward() {
        forward.forEach(Runnable::run);
    }

    @Override
    public void backward() {
        backward.forEach(Runnable::run);
    }
}
