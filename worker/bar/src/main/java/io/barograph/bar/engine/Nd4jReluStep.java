package io.barograph.bar.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/** ReLU that could not be fused. */
final class Nd4jReluStep implements Step {
    private final Op.Relu op;
    private final INDArray out;
    private final Runnable forward;
    private Runnable backward = () -> {};

    Nd4jReluStep(Op.Relu op, Nd4jBuffers buffers) {
        this.op = op;
        this.out = buffers.activation(op.out());
        forward = Nd4jOps.relu(buffers.activation(op.in()), out);
    }

    /** Binds the backward pass. */
    void bindBackward(Nd4jBuffers buffers) {
        INDArray gradient = buffers.gradient(op.out());
        INDArray mask = buffers.borrow(buffers.shape(op.out()));
        Nd4jBuffers.Target target = buffers.target(op.in());
        backward = Nd4jOps.sequence(
                Nd4jOps.positive(out, mask), Nd4jOps.multiply(gradient, mask, target.array()), target.after());
        buffers.giveBack(mask);
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
