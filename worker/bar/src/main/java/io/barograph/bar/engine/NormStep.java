package io.barograph.bar.engine;

import java.nio.FloatBuffer;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/**
 * Batch normalization with the gate folded in: z (gamma x + beta) = (z gamma) x + z beta, so a gate costs nothing, and
 * dL/dz = gamma dL/d(z gamma) + beta dL/d(z beta). ReLU is fused; it commutes with a gate because z is not negative.
 */
final class NormStep implements Step {
    private final Op.Norm op;
    private final Dnn dnn;
    private final batch_normalization_forward.primitive_desc descriptor;
    private final Runnable forward;
    private final memory scaleMemory;
    private final memory meanMemory;
    private final memory varianceMemory;
    private final memory workspace;
    private final FloatBuffer scale;
    private final FloatBuffer shift;
    private final FloatBuffer mean;
    private final FloatBuffer variance;
    private final memory scaleGradientMemory;
    private final memory shiftGradientMemory;
    private final FloatBuffer scaleGradient;
    private final FloatBuffer shiftGradient;
    private final int channels;
    private Runnable backward = () -> {};
    private float[] z = new float[0];

    NormStep(Op.Norm op, Dnn dnn, Buffers buffers) {
        this.op = op;
        this.dnn = dnn;
        this.channels = op.out().channels();
        int padded = dnn.padded(channels);
        descriptor = dnn.own(new batch_normalization_forward.primitive_desc(
                dnn.engine,
                dnnl.prop_kind.forward_training.value,
                buffers.desc(op.in()),
                buffers.desc(op.out()),
                op.epsilon(),
                flags()));
        scaleMemory = dnn.allocate(dnn.vector(padded));
        memory shiftMemory = dnn.allocate(dnn.vector(padded));
        meanMemory = dnn.allocate(dnn.vector(padded));
        varianceMemory = dnn.allocate(dnn.vector(padded));
        scaleGradientMemory = dnn.allocate(dnn.vector(padded));
        shiftGradientMemory = dnn.allocate(dnn.vector(padded));
        workspace = dnn.allocate(descriptor.workspace_desc());
        scale = dnn.floats(scaleMemory);
        shift = dnn.floats(shiftMemory);
        mean = dnn.floats(meanMemory);
        variance = dnn.floats(varianceMemory);
        scaleGradient = dnn.floats(scaleGradientMemory);
        shiftGradient = dnn.floats(shiftGradientMemory);
        forward = dnn.bind(
                new batch_normalization_forward(descriptor),
                dnnl.DNNL_ARG_SRC,
                buffers.activation(op.in()),
                dnnl.DNNL_ARG_DST,
                buffers.activation(op.out()),
                dnnl.DNNL_ARG_SCALE,
                scaleMemory,
                dnnl.DNNL_ARG_SHIFT,
                shiftMemory,
                dnnl.DNNL_ARG_MEAN,
                meanMemory,
                dnnl.DNNL_ARG_VARIANCE,
                varianceMemory,
                dnnl.DNNL_ARG_WORKSPACE,
                workspace);
    }

    private int flags() {
        return dnnl.normalization_flags.use_scale.value
                | dnnl.normalization_flags.use_shift.value
                | (op.relu() ? dnnl.normalization_flags.fuse_norm_relu.value : 0);
    }

    /** Binds the backward pass, in place where nobody else reads the gradient. */
    void bindBackward(Buffers buffers) {
        memory outGradient = buffers.gradient(op.out());
        Runnable after = () -> {};
        memory inGradient;
        if (buffers.isSole(op.out()) && buffers.alias(op.in(), outGradient)) {
            inGradient = outGradient;
        } else {
            Buffers.Target target = buffers.target(op.in());
            inGradient = target.memory();
            after = target.after();
        }
        var back = dnn.own(new batch_normalization_backward.primitive_desc(
                dnn.engine,
                dnnl.prop_kind.backward.value,
                inGradient.get_desc(),
                outGradient.get_desc(),
                buffers.desc(op.in()),
                op.epsilon(),
                flags(),
                descriptor));
        Runnable run = dnn.bind(
                new batch_normalization_backward(back),
                dnnl.DNNL_ARG_SRC,
                buffers.activation(op.in()),
                dnnl.DNNL_ARG_MEAN,
                meanMemory,
                dnnl.DNNL_ARG_VARIANCE,
                varianceMemory,
                dnnl.DNNL_ARG_SCALE,
                scaleMemory,
                dnnl.DNNL_ARG_WORKSPACE,
                workspace,
                dnnl.DNNL_ARG_DIFF_DST,
                outGradient,
                dnnl.DNNL_ARG_DIFF_SRC,
                inGradient,
                dnnl.DNNL_ARG_DIFF_SCALE,
                scaleGradientMemory,
                dnnl.DNNL_ARG_DIFF_SHIFT,
                shiftGradientMemory);
        Runnable last = after;
        backward = () -> {
            run.run();
            last.run();
        };
        buffers.release(op.out());
    }

    @Override
    public void load(ParameterSet parameters, Map<String, float[]> gates) {
        float[] values = parameters.values();
        int gamma = parameters.entry(op.layer(), "gamma").offset();
        int beta = parameters.entry(op.layer(), "beta").offset();
        float[] given = op.gate() == null ? null : gates.get(op.gate());
        z = given == null ? new float[0] : given;
        for (int c = 0; c < channels; c++) {
            float factor = given == null ? 1 : given[c];
            scale.put(c, factor * values[gamma + c]);
            shift.put(c, factor * values[beta + c]);
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
        float[] values = parameters.values();
        int gamma = parameters.entry(op.layer(), "gamma").offset();
        int beta = parameters.entry(op.layer(), "beta").offset();
        boolean gated = z.length > 0;
        float[] toGate = new float[gated ? channels : 0];
        for (int c = 0; c < channels; c++) {
            float ds = scaleGradient.get(c);
            float dt = shiftGradient.get(c);
            gradient[gamma + c] = gated ? z[c] * ds : ds;
            gradient[beta + c] = gated ? z[c] * dt : dt;
            if (gated) {
                toGate[c] = values[gamma + c] * ds + values[beta + c] * dt;
            }
        }
        if (gated && op.gate() != null) {
            gateGradients.put(op.gate(), toGate);
        }
    }

    void updateRunningStatistics(ParameterSet parameters, double decay) {
        float[] values = parameters.values();
        int meanAt = parameters.entry(op.layer(), "mean").offset();
        int varianceAt = parameters.entry(op.layer(), "var").offset();
        for (int c = 0; c < channels; c++) {
            values[meanAt + c] = (float) (decay * values[meanAt + c] + (1 - decay) * mean.get(c));
            values[varianceAt + c] = (float) (decay * values[varianceAt + c] + (1 - decay) * variance.get(c));
        }
    }
}
