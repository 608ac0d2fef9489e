package io.barograph.bar.engine;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sum of inputs with ReLU after it. An input that covers only some channels of the union is spread by a gather whose holes
 * take channel 0, times 0; its gradient is a gather.
 */
final class Nd4jMergeStep implements Step {
    private final Op.Merge op;
    private final List<Runnable> forward = new ArrayList<>();
    private final List<Runnable> backward = new ArrayList<>();

    Nd4jMergeStep(Op.Merge op, Nd4jBuffers buffers) {
        this.op = op;
        INDArray out = buffers.activation(op.out());
        List<INDArray> sources = new ArrayList<>();
        for (int i = 0; i < op.ins().size(); i++) {
            INDArray in = buffers.activation(op.ins().get(i));
            sources.add(op.isIdentity(i) ? in : spread(i, in, buffers));
        }
        INDArray sum = sources.get(0);
        for (INDArray source : sources.subList(1, sources.size())) {
            forward.add(Nd4jOps.add(sum, source, out));
            sum = out;
        }
        if (op.relu()) {
            forward.add(Nd4jOps.relu(sum, out));
        } else if (sum != out) {
            forward.add(Nd4jOps.copy(sum, out));
        }
    }

    private INDArray spread(int input, INDArray in, Nd4jBuffers buffers) {
        int union = op.out().channels();
        int[] from = new int[union];
        float[] present = new float[union];
        int[] positions = op.positions().get(input);
        for (int c = 0; c < positions.length; c++) {
            from[positions[c]] = c;
            present[positions[c]] = 1;
        }
        INDArray channels = buffers.own(Nd4j.createFromArray(from));
        INDArray factor = buffers.allocate(1, union, 1, 1);
        factor.assign(Nd4j.createFromArray(present).castTo(buffers.type()).reshape(1, union, 1, 1));
        INDArray spread = buffers.allocate(buffers.shape(op.out()));
        forward.add(Nd4jOps.channels(in, channels, spread));
        forward.add(Nd4jOps.multiply(spread, factor, spread));
        return spread;
    }

    /** Binds the backward pass. */
    void bindBackward(Nd4jBuffers buffers) {
        INDArray outGradient = buffers.gradient(op.out());
        INDArray gradient = outGradient;
        boolean sole = buffers.isSole(op.out());
        if (op.relu()) {
            INDArray mask = buffers.borrow(buffers.shape(op.out()));
            backward.add(Nd4jOps.positive(buffers.activation(op.out()), mask));
            if (sole) {
                backward.add(Nd4jOps.multiply(outGradient, mask, outGradient));
                buffers.giveBack(mask);
            } else {
                backward.add(Nd4jOps.multiply(outGradient, mask, mask));
                gradient = mask;
                buffers.release(op.out());
                buffers.alias(op.out(), mask);
            }
        }
        for (int i = 0; i < op.ins().size(); i++) {
            Tensor in = op.ins().get(i);
            if (!op.isIdentity(i)) {
                Nd4jBuffers.Target target = buffers.target(in);
                INDArray positions =
                        buffers.own(Nd4j.createFromArray(op.positions().get(i)).castTo(DataType.INT));
                backward.add(Nd4jOps.channels(gradient, positions, target.array()));
                backward.add(target.after());
            } else if (!buffers.alias(in, gradient)) {
                Nd4jBuffers.Target target = buffers.target(in);
                backward.add(Nd4jOps.copy(gradient, target.array()));
                backward.add(target.after());
            }
        }
        buffers.release(op.out());
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
