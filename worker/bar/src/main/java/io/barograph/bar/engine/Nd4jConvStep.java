package io.barograph.bar.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolution of a training plan. */
final class Nd4jConvStep implements Step {
    private final Op.Conv op;
    private final Nd4jVector values;
    private final Nd4jVector gradients;
    private final Nd4jVector.Part weights;
    private final Nd4jVector.Part weightGradient;
    private final Nd4jVector.@Nullable Part bias;
    private final Nd4jVector.@Nullable Part biasGradient;
    private final INDArray in;
    private final Runnable forward;
    private Runnable backward = () -> {};

    Nd4jConvStep(Op.Conv op, Nd4jBuffers buffers, Nd4jVector values, Nd4jVector gradients) {
        this.op = op;
        this.values = values;
        this.gradients = gradients;
        weights = values.take(Nd4jConvolution.weightShape(op));
        weightGradient = gradients.take(Nd4jConvolution.weightShape(op));
        bias = op.bias() ? values.take(op.out().channels()) : null;
        biasGradient = op.bias() ? gradients.take(op.out().channels()) : null;
        in = buffers.activation(op.in());
        forward = Nd4jConvolution.forward(op, in, weights.array(), array(bias), buffers.activation(op.out()));
    }

    /** Room for the parameters of this op. */
    static int room(Op.Conv op) {
        int length = 1;
        for (int size : Nd4jConvolution.weightShape(op)) {
            length *= size;
        }
        return Nd4jVector.room(length) + (op.bias() ? Nd4jVector.room(op.out().channels()) : 0);
    }

    private static @Nullable INDArray array(Nd4jVector.@Nullable Part part) {
        return part == null ? null : part.array();
    }

    /** Binds the backward pass; the op always makes the input's gradient, also that of the image, which nobody reads. */
    void bindBackward(Nd4jBuffers buffers) {
        INDArray outGradient = buffers.gradient(op.out());
        Nd4jBuffers.Target target = buffers.target(op.in());
        Runnable run = Nd4jConvolution.backward(
                op,
                in,
                weights.array(),
                array(bias),
                new Nd4jConvolution.Gradients(
                        outGradient, target.array(), weightGradient.array(), array(biasGradient)));
        backward = Nd4jOps.sequence(run, target.after());
        buffers.release(op.out());
    }

    @Override
    public void load(ParameterSet parameters, Map<String, float[]> gates) {
        int from = parameters.entry(op.layer(), "W").offset();
        System.arraycopy(parameters.values(), from, values.heap(), weights.offset(), weights.length());
        if (bias != null) {
            int biasFrom = parameters.entry(op.layer(), "b").offset();
            System.arraycopy(parameters.values(), biasFrom, values.heap(), bias.offset(), bias.length());
        }
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
        int to = parameters.entry(op.layer(), "W").offset();
        System.arraycopy(gradients.heap(), weightGradient.offset(), gradient, to, weightGradient.length());
        if (biasGradient != null) {
            int biasTo = parameters.entry(op.layer(), "b").offset();
            System.arraycopy(gradients.heap(), biasGradient.offset(), gradient, biasTo, biasGradient.length());
        }
    }
}
