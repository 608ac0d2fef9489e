package io.barograph.bar.engine;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.javacpp.LongPointer;

/** Max and average pooling. */
final class PoolStep implements Step {
    private final Op.Pool op;
    private final Dnn dnn;
    private final pooling_forward.primitive_desc descriptor;
    private final memory workspace;
    private final Runnable forward;
    private final Window window;
    private Runnable backward = () -> {};

    /** The pooling window as oneDNN wants it. */
    record Window(LongPointer stride, LongPointer kernel, LongPointer dilation, LongPointer before, LongPointer after) {
        static Window of(Dnn dnn, Op.Pool op) {
            long afterHeight = after(op, 0, op.in().height(), op.out().height());
            long afterWidth = after(op, 1, op.in().width(), op.out().width());
            return new Window(
                    dnn.own(new LongPointer(op.stride()[0], op.stride()[1])),
                    dnn.own(new LongPointer(op.kernel()[0], op.kernel()[1])),
                    dnn.own(new LongPointer(0L, 0L)),
                    dnn.own(new LongPointer(op.pad()[0], op.pad()[1])),
                    dnn.own(new LongPointer(afterHeight, afterWidth)));
        }

        private static long after(Op.Pool op, int axis, int in, int out) {
            return (long) (out - 1) * op.stride()[axis] + op.kernel()[axis] - in - op.pad()[axis];
        }
    }

    PoolStep(Op.Pool op, Dnn dnn, Buffers buffers) {
        this.op = op;
        this.dnn = dnn;
        window = Window.of(dnn, op);
        descriptor = descriptor(
                op, dnn, window, dnnl.prop_kind.forward_training, buffers.desc(op.in()), buffers.desc(op.out()));
        workspace = dnn.allocate(descriptor.workspace_desc());
        forward = dnn.bind(
                new pooling_forward(descriptor),
                dnnl.DNNL_ARG_SRC,
                buffers.activation(op.in()),
                dnnl.DNNL_ARG_DST,
                buffers.activation(op.out()),
                dnnl.DNNL_ARG_WORKSPACE,
                workspace);
    }

    static pooling_forward.primitive_desc descriptor(
            Op.Pool op, Dnn dnn, Window window, dnnl.prop_kind kind, memory.desc in, memory.desc out) {
        return dnn.own(new pooling_forward.primitive_desc(
                dnn.engine,
                kind,
                algorithm(op),
                in,
                out,
                window.stride,
                window.kernel,
                window.dilation,
                window.before,
                window.after,
                dnn.own(new org.bytedeco.dnnl.primitive_attr()),
                false));
    }

    private static dnnl.algorithm algorithm(Op.Pool op) {
        return op.max() ? dnnl.algorithm.pooling_max : dnnl.algorithm.pooling_avg_exclude_padding;
    }

    /** Binds the backward pass. */
    void bindBackward(Buffers buffers) {
        memory gradient = buffers.gradient(op.out());
        Buffers.Target target = buffers.target(op.in());
        var back = dnn.own(new pooling_backward.primitive_desc(
                dnn.engine,
                algorithm(op),
                target.memory().get_desc(),
                gradient.get_desc(),
                window.stride,
                window.kernel,
                window.dilation,
                window.before,
                window.after,
                descriptor));
        Runnable run = dnn.bind(
                new pooling_backward(back),
                dnnl.DNNL_ARG_DIFF_DST,
                gradient,
                dnnl.DNNL_ARG_WORKSPACE,
                workspace,
                dnnl.DNNL_ARG_DIFF_SRC,
                target.memory());
        backward = () -> {
            run.run();
            target.after().run();
        };
        buffers.release(op.out());
    }

    @Override
    public void forward() {
        forward.run();
    }

    @Override
    public void backward() {
        backward.run();
    }
}
