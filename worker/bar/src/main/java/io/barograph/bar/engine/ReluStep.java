package io.barograph.bar.engine;

import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/** ReLU on its own. */
final class ReluStep implements Step {
    private final Op.Relu op;
    private final Dnn dnn;
    private final Runnable forward;
    private Runnable backward = () -> {};

    ReluStep(Op.Relu op, Dnn dnn, Buffers buffers) {
        this.op = op;
        this.dnn = dnn;
        memory in = buffers.activation(op.in());
        forward = dnn.bind(
                new eltwise_forward(descriptor(dnn, in)),
                dnnl.DNNL_ARG_SRC,
                in,
                dnnl.DNNL_ARG_DST,
                buffers.activation(op.out()));
    }

    static eltwise_forward.primitive_desc descriptor(Dnn dnn, memory like) {
        return dnn.own(new eltwise_forward.primitive_desc(
                dnn.engine,
                dnnl.prop_kind.forward_training.value,
                dnnl.algorithm.eltwise_relu_use_dst_for_bwd.value,
                like.get_desc(),
                like.get_desc(),
                0f));
    }

    /** Binds the backward pass. */
    void bindBackward(Buffers buffers) {
        memory gradient = buffers.gradient(op.out());
        memory out = buffers.activation(op.out());
        Buffers.Target target = buffers.target(op.in());
        var back = dnn.own(new eltwise_backward.primitive_desc(
                dnn.engine,
                dnnl.algorithm.eltwise_relu_use_dst_for_bwd.value,
                target.memory().get_desc(),
                gradient.get_desc(),
                out.get_desc(),
                0f,
                descriptor(dnn, out)));
        Runnable run = dnn.bind(
                new eltwise_backward(back),
                dnnl.DNNL_ARG_DST,
                out,
                dnnl.DNNL_ARG_DIFF_DST,
                gradient,
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
