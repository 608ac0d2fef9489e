package io.barograph.bar.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/** Forward passes on oneDNN; each convolution carries its batch normalization, gate and ReLU. */
final class OneDnnInference implements InferenceExecution {
    private final Dnn dnn = new Dnn(Precision.FLOAT32, Layout.CHANNELS_LAST);
    private final List<Runnable> steps = new ArrayList<>();
    private final int batch;
    private final int classes;
    private final int paddedClasses;
    private final FloatBuffer image;
    private final FloatBuffer logitBuffer;
    private final float[] logits;
    private boolean closed;

    OneDnnInference(LayerGraph graph, ParameterSet parameters, Map<String, float[]> gates, int batch) {
        this.batch = batch;
        Buffers buffers = new Buffers(dnn, batch, graph);
        Map<Tensor, Op.Norm> norms = FoldedWeights.norms(graph);
        for (Op op : graph.ops()) {
            if (op instanceof Op.Conv conv) {
                convolution(conv, norms.get(conv.out()), parameters, gates, buffers);
            } else if (op instanceof Op.Merge merge) {
                steps.add(new MergeStep(merge, dnn, buffers)::forward);
            } else if (op instanceof Op.Pool pool) {
                steps.add(new PoolStep(pool, dnn, buffers)::forward);
            } else if (op instanceof Op.Relu relu) {
                steps.add(new ReluStep(relu, dnn, buffers)::forward);
            }
        }
        Tensor out = graph.output();
        classes = out.channels();
        paddedClasses = dnn.padded(classes);
        logits = new float[batch * classes];
        image = dnn.floats(buffers.activation(graph.input()));
        logitBuffer = dnn.floats(buffers.activation(out));
    }

    private void convolution(
            Op.Conv op, Op.@Nullable Norm norm, ParameterSet parameters, Map<String, float[]> gates, Buffers buffers) {
        int in = (int) buffers.desc(op.in()).get_dims().get(1);
        int out = dnn.padded(op.out().channels());
        memory destination = buffers.activation(norm == null ? op.out() : norm.out());
        primitive_attr attributes = dnn.own(new primitive_attr());
        if (norm != null && norm.relu()) {
            post_ops ops = dnn.own(new post_ops());
            ops.append_eltwise(dnnl.algorithm.eltwise_relu.value, 0, 0);
            attributes.set_post_ops(ops);
        }
        memory.desc source = buffers.desc(op.in());
        memory.desc any = dnn.desc(memory.format_tag.any, out, in, op.kernelHeight(), op.kernelWidth());
        memory.desc biases = dnn.vector(out);
        var descriptor = dnn.own(ConvKernels.best(
                op,
                Math.min(in, out),
                () -> new convolution_forward.primitive_desc(
                        dnn.engine,
                        dnnl.prop_kind.forward_inference.value,
                        dnnl.algorithm.convolution_direct.value,
                        source,
                        any,
                        biases,
                        destination.get_desc(),
                        new long[] {op.strideHeight(), op.strideWidth()},
                        new long[] {op.padHeight(), op.padWidth()},
                        ConvStep.padAfter(op),
                        attributes,
                        false)));
        memory plain = dnn.allocate(dnn.desc(memory.format_tag.oihw, out, in, op.kernelHeight(), op.kernelWidth()));
        memory bias = dnn.allocate(dnn.vector(out));
        FoldedWeights folded = FoldedWeights.of(op, norm, parameters, gates);
        new PaddedWeights(op, in, dnn.floats(plain)).write(folded.weights(), 0);
        dnn.floats(bias).put(0, folded.bias(), 0, folded.bias().length);
        memory blocked = dnn.allocate(descriptor.weights_desc());
        dnn.reorder(plain, blocked).run();
        steps.add(dnn.bind(
                new convolution_forward(descriptor),
                dnnl.DNNL_ARG_SRC,
                buffers.activation(op.in()),
                dnnl.DNNL_ARG_WEIGHTS,
                blocked,
                dnnl.DNNL_ARG_BIAS,
                bias,
                dnnl.DNNL_ARG_DST,
                destination));
    }

    @Override
    public int batchSize() {
        return batch;
    }

    @Override
    public float[] logits(float[] pixels) {
        image.put(0, pixels, 0, Math.min(pixels.length, image.capacity()));
        for (Runnable step : steps) {
            step.run();
        }
        dnn.stream._wait();
        for (int b = 0; b < batch; b++) {
            logitBuffer.get(b * paddedClasses, logits, b * classes, classes);
        }
        return logits;
    }

    /** Names of the kernels it runs. */
    Set<String> kernels() {
        return dnn.kernels();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            dnn.close();
        }
    }
}
