package io.barograph.bar.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batch normalization from sums and products of its own, with the gate folded in as in {@link NormStep} and ReLU after it.
 * With d = x - mean, r = 1/sqrt(variance + epsilon), scale s, n values a channel and g = dL/dy where y is positive:
 * y = s r d + shift, dL/dshift = Σg, dL/ds = r Σgd, dL/dx = s r (g - Σg/n - r² d Σgd/n). ND4J's batchnorm_bp takes longer,
 * and its batchnorm with cuDNN takes maps as wide as they are many for channels-last.
 */
final class Nd4jNormStep implements Step {
    private final Op.Norm op;
    private final Nd4jScale scale;
    private final Nd4jVector statistics;
    private final Nd4jVector.Part mean;
    private final Nd4jVector.Part variance;
    private final INDArray centred;
    private final INDArray inverseDeviation;
    private final INDArray slope;
    private final INDArray rowSums;
    private final long count;
    private final Runnable forward;
    private Runnable backward = () -> {};

    Nd4jNormStep(Op.Norm op, Nd4jBuffers buffers, Nd4jVector values, Nd4jVector gradients, Nd4jVector statistics) {
        this.op = op;
        this.statistics = statistics;
        int channels = op.out().channels();
        scale = new Nd4jScale(op, buffers, values, gradients);
        mean = statistics.take(channels);
        variance = statistics.take(channels);
        centred = buffers.allocate(buffers.shape(op.in()));
        inverseDeviation = buffers.allocate(channels);
        slope = buffers.allocate(channels);
        rowSums = buffers.allocate((long) buffers.batch() * channels);
        count = (long) buffers.batch() * op.in().height() * op.in().width();
        INDArray in = buffers.activation(op.in());
        INDArray out = buffers.activation(op.out());
        forward = Nd4jOps.sequence(
                scale::fold,
                sums(in, mean.array()),
                () -> mean.array().divi(count),
                Nd4jOps.subtract(in, perChannel(mean.array()), centred),
                Nd4jOps.multiply(centred, centred, out),
                sums(out, variance.array()),
                () -> variance.array().divi(count),
                this::deviations,
                Nd4jOps.multiply(centred, perChannel(slope), out),
                Nd4jOps.add(out, perChannel(scale.shift()), out),
                op.relu() ? Nd4jOps.relu(out, out) : () -> {});
    }

    private void deviations() {
        inverseDeviation.assign(variance.array()).addi(op.epsilon());
        Nd4j.getExecutioner().exec(new RSqrt(inverseDeviation, inverseDeviation));
        scale.scale().muli(inverseDeviation, slope);
    }

    /** Sums of each channel; first along the rows, which is one pass over contiguous memory. */
    private Runnable sums(INDArray maps, INDArray to) {
        INDArray rows = maps.reshape('c', rowSums.length(), maps.length() / rowSums.length());
        INDArray table = rowSums.reshape('c', maps.size(0), maps.size(1));
        return Nd4jOps.sequence(Nd4jOps.sum(rows, rowSums, 1), Nd4jOps.sum(table, to, 0));
    }

    private static INDArray perChannel(INDArray values) {
        return values.reshape('c', 1, values.length(), 1, 1);
    }

    /** Room for the statistics. */
    static int room(Op.Norm op) {
        return 2 * Nd4jVector.room(op.out().channels());
    }

    /** Binds the backward pass, in place where nobody else reads the gradient. */
    void bindBackward(Nd4jBuffers buffers) {
        INDArray outGradient = buffers.gradient(op.out());
        INDArray product = buffers.borrow(buffers.shape(op.out()));
        boolean sole = buffers.isSole(op.out());
        @Nullable INDArray own = op.relu() && !sole ? buffers.borrow(buffers.shape(op.out())) : null;
        INDArray masked = own == null ? outGradient : own;
        Runnable mask = op.relu()
                ? Nd4jOps.sequence(
                        Nd4jOps.positive(buffers.activation(op.out()), product),
                        Nd4jOps.multiply(outGradient, product, masked))
                : () -> {};
        INDArray inGradient = outGradient;
        Runnable after = () -> {};
        if (!sole || !buffers.alias(op.in(), outGradient)) {
            Nd4jBuffers.Target target = buffers.target(op.in());
            inGradient = target.array();
            after = target.after();
        }
        int channels = op.out().channels();
        INDArray linear = buffers.allocate(channels);
        INDArray constant = buffers.allocate(channels);
        backward = Nd4jOps.sequence(
                mask,
                sums(masked, scale.shiftGradient()),
                Nd4jOps.multiply(masked, centred, product),
                sums(product, scale.scaleGradient()),
                () -> {
                    scale.scaleGradient().muli(inverseDeviation);
                    scale.scaleGradient().muli(inverseDeviation, linear);
                    linear.muli(slope).divi(-count);
                    scale.shiftGradient().muli(slope, constant);
                    constant.divi(-count);
                },
                Nd4jOps.multiply(centred, perChannel(linear), product),
                Nd4jOps.multiply(masked, perChannel(slope), inGradient),
                Nd4jOps.add(inGradient, product, inGradient),
                Nd4jOps.add(inGradient, perChannel(constant), inGradient),
                after);
        buffers.giveBack(product);
        if (own != null) {
            buffers.giveBack(own);
        }
        buffers.release(op.out());
    }

    @Override
    public void load(ParameterSet parameters, Map<String, float[]> gates) {
        scale.load(parameters, gates);
    }

    @Override
    public void forward() {
        forward.run();
    }

    @Override
    public void backward() {
        backward.run();
    }

    @Override
    public void store(ParameterSet parameters, float[] gradient, Map<String, float[]> gateGradients) {
        scale.store(parameters, gradient, gateGradients);
    }

    /** To be called after the statistics have been copied to the heap. */
    void updateRunningStatistics(ParameterSet parameters, double decay) {
        move(parameters, "mean", mean, decay);
        move(parameters, "var", variance, decay);
    }

    private void move(ParameterSet parameters, String name, Nd4jVector.Part part, double decay) {
        int at = parameters.entry(op.layer(), name).offset();
        float[] running = parameters.values();
        float[] batch = statistics.heap();
        for (int c = 0; c < part.length(); c++) {
            running[at + c] = (float) (decay * running[at + c] + (1 - decay) * batch[part.offset() + c]);
        }
    }
}
