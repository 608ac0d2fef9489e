package io.barograph.bar.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Max and average pooling; the average is over the pixels of the image, without padding. */
final class Nd4jPoolStep implements Step {
    private final Op.Pool op;
    private final INDArray in;
    private final Runnable forward;
    private Runnable backward = () -> {};

    Nd4jPoolStep(Op.Pool op, Nd4jBuffers buffers) {
        this.op = op;
        this.in = buffers.activation(op.in());
        INDArray[] inputs = {in};
        INDArray[] outputs = {buffers.activation(op.out())};
        forward = Nd4jOps.custom(op.max() ? "maxpool2d" : "avgpool2d", inputs, outputs, arguments());
    }

    private int[] arguments() {
        int dilation = 1;
        int explicitPadding = 0;
        int withoutPadding = 0;
        int channelsFirst = 0;
        return new int[] {
            op.kernel()[0],
            op.kernel()[1],
            op.stride()[0],
            op.stride()[1],
            op.pad()[0],
            op.pad()[1],
            dilation,
            dilation,
            explicitPadding,
            withoutPadding,
            channelsFirst
        };
    }

    /** Binds the backward pass. */
    void bindBackward(Nd4jBuffers buffers) {
        INDArray gradient = buffers.gradient(op.out());
        Nd4jBuffers.Target target = buffers.target(op.in());
        INDArray[] inputs = {in, gradient};
        INDArray[] outputs = {target.array()};
        Runnable run = Nd4jOps.custom(op.max() ? "maxpool2d_bp" : "avgpool2d_bp", inputs, outputs, arguments());
        backward = Nd4jOps.sequence(run, target.after());
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
