package io.barograph.bar.engine;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scale and shift of a batch normalization with the gate z folded in, z gamma and z beta, and what their gradients mean for
 * gamma, beta and z; see {@link NormStep}. The products are made on the backend, in its precision.
 */
final class Nd4jScale {
    private final Op.Norm op;
    private final float[] values;
    private final float[] gradients;
    private final Nd4jVector.Part gamma;
    private final Nd4jVector.Part beta;
    private final Nd4jVector.@Nullable Part z;
    private final Nd4jVector.Part scaleGradient;
    private final Nd4jVector.Part shiftGradient;
    private final INDArray scale;
    private final INDArray shift;
    private boolean gated;

    Nd4jScale(Op.Norm op, Nd4jBuffers buffers, Nd4jVector values, Nd4jVector gradients) {
        this.op = op;
        this.values = values.heap();
        this.gradients = gradients.heap();
        int channels = op.out().channels();
        gamma = values.take(channels);
        beta = values.take(channels);
        z = op.gate() == null ? null : values.take(channels);
        scaleGradient = gradients.take(channels);
        shiftGradient = gradients.take(channels);
        scale = z == null ? gamma.array() : buffers.allocate(channels);
        shift = z == null ? beta.array() : buffers.allocate(channels);
    }

    /** Room for gamma, beta and z. */
    static int room(Op.Norm op) {
        return (op.gate() == null ? 2 : 3) * Nd4jVector.room(op.out().channels());
    }

    void load(ParameterSet parameters, Map<String, float[]> gates) {
        copy(parameters, "gamma", gamma);
        copy(parameters, "beta", beta);
        float[] given = op.gate() == null ? null : gates.get(op.gate());
        gated = given != null;
        if (given != null && z != null) {
            System.arraycopy(given, 0, values, z.offset(), z.length());
        } else if (z != null) {
            Arrays.fill(values, z.offset(), z.offset() + z.length(), 1);
        }
    }

    private void copy(ParameterSet parameters, String name, Nd4jVector.Part part) {
        System.arraycopy(
                parameters.values(), parameters.entry(op.layer(), name).offset(), values, part.offset(), part.length());
    }

    /** Makes scale and shift of what was loaded. */
    void fold() {
        if (z != null) {
            gamma.array().muli(z.array(), scale);
            beta.array().muli(z.array(), shift);
        }
    }

    INDArray scale() {
        return scale;
    }

    INDArray shift() {
        return shift;
    }

    /** To be written by the backward pass. */
    INDArray scaleGradient() {
        return scaleGradient.array();
    }

    /** To be written by the backward pass. */
    INDArray shiftGradient() {
        return shiftGradient.array();
    }

    void store(ParameterSet parameters, float[] gradient, Map<String, float[]> gateGradients) {
        int gammaAt = parameters.entry(op.layer(), "gamma").offset();
        int betaAt = parameters.entry(op.layer(), "beta").offset();
        float[] toGate = new float[gamma.length()];
        for (int c = 0; c < toGate.length; c++) {
            float toScale = gradients[scaleGradient.offset() + c];
            float toShift = gradients[shiftGradient.offset() + c];
            float factor = z == null ? 1 : values[z.offset() + c];
            gradient[gammaAt + c] = factor * toScale;
            gradient[betaAt + c] = factor * toShift;
            toGate[c] = values[gamma.offset() + c] * toScale + values[beta.offset() + c] * toShift;
        }
        if (gated && op.gate() != null) {
            gateGradients.put(op.gate(), toGate);
        }
    }
}
