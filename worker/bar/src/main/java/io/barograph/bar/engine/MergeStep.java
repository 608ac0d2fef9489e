package io.barograph.bar.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.LongPointer;

/**
 * Sum of inputs with fused ReLU. An input that covers only some channels of the union is spread by a 1x1 convolution
 * with a 0/1 matrix.
 */
final class MergeStep implements Step {
    private final Op.Merge op;
    private final Dnn dnn;
    private final List<Runnable> forward = new ArrayList<>();
    private final List<Runnable> backward = new ArrayList<>();
    private final List<Spread> spreads = new ArrayList<>();

    /** A bound 1x1 convolution that spreads an input over the union. */
    private record Spread(convolution_forward.primitive_desc descriptor, memory plain, memory.desc desc) {}

    MergeStep(Op.Merge op, Dnn dnn, Buffers buffers) {
        this.op = op;
        this.dnn = dnn;
        memory out = buffers.activation(op.out());
        List<memory> sources = new ArrayList<>();
        for (int i = 0; i < op.ins().size(); i++) {
            memory in = buffers.activation(op.ins().get(i));
            sources.add(op.isIdentity(i) ? in : spread(i, in, out.get_desc()));
        }
        memory sum = sources.get(0);
        for (int i = 1; i < sources.size(); i++) {
            boolean last = i == sources.size() - 1;
            forward.add(add(sum, sources.get(i), out, last && op.relu()));
            sum = out;
        }
        if (sources.size() == 1) {
            forward.add(relu(sum, out));
        }
    }

    private memory spread(int input, memory in, memory.desc union) {
        int from = (int) in.get_desc().get_dims().get(1);
        int to = (int) union.get_dims().get(1);
        memory.desc any = dnn.desc(memory.format_tag.any, to, from, 1, 1);
        var descriptor = dnn.own(new convolution_forward.primitive_desc(
                dnn.engine,
                dnnl.prop_kind.forward_training.value,
                dnnl.algorithm.convolution_direct.value,
                in.get_desc(),
                any,
                union,
                new long[] {1, 1},
                new long[] {0, 0},
                new long[] {0, 0}));
        memory plain = dnn.allocate(dnn.desc(memory.format_tag.oihw, to, from, 1, 1));
        FloatBuffer values = dnn.floats(plain);
        int[] positions = op.positions().get(input);
        for (int c = 0; c < positions.length; c++) {
            values.put(positions[c] * from + c, 1f);
        }
        memory blocked = dnn.allocate(descriptor.weights_desc());
        dnn.reorder(plain, blocked).run();
        memory spread = dnn.allocate(union);
        forward.add(dnn.bind(
                new convolution_forward(descriptor),
                dnnl.DNNL_ARG_SRC,
                in,
                dnnl.DNNL_ARG_WEIGHTS,
                blocked,
                dnnl.DNNL_ARG_DST,
                spread));
        spreads.add(new Spread(descriptor, plain, any));
        return spread;
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
        if (!op.relu()) {
            return dnn.reorder(from, to);
        }
        var descriptor = ReluStep.descriptor(dnn, from);
        return dnn.bind(new eltwise_forward(descriptor), dnnl.DNNL_ARG_SRC, from, dnnl.DNNL_ARG_DST, to);
    }

    /** Binds the backward pass. */
    void bindBackward(Buffers buffers) {
        memory gradient = op.relu() ? mask(buffers) : buffers.gradient(op.out());
        int next = 0;
        for (int i = 0; i < op.ins().size(); i++) {
            Tensor in = op.ins().get(i);
            if (!op.isIdentity(i)) {
                gather(spreads.get(next++), gradient, buffers.target(in));
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

    private void gather(Spread spread, memory gradient, Buffers.Target target) {
        LongPointer one = dnn.own(new LongPointer(1L, 1L));
        LongPointer zero = dnn.own(new LongPointer(0L, 0L));
        var descriptor = dnn.own(new convolution_backward_data.primitive_desc(
                dnn.engine,
                dnnl.algorithm.convolution_direct,
                target.memory().get_desc(),
                spread.desc,
                gradient.get_desc(),
                one,
                zero,
                zero,
                spread.descriptor));
        memory blocked = dnn.allocate(descriptor.weights_desc());
        dnn.reorder(spread.plain, blocked).run();
        backward.add(dnn.bind(
                new convolution_backward_data(descriptor),
                dnnl.DNNL_ARG_DIFF_DST,
                gradient,
                dnnl.DNNL_ARG_WEIGHTS,
                blocked,
                dnnl.DNNL_ARG_DIFF_SRC,
                target.memory()));
        backward.add(target.after());
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
