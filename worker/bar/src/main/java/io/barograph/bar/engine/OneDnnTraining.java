package io.barograph.bar.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.LongPointer;

/** Training steps on oneDNN: every primitive is made once, weights are blocked. */
final class OneDnnTraining implements TrainingExecution {
    private final Dnn dnn;
    private final List<Step> steps = new ArrayList<>();
    private final List<Runnable> toImage = new ArrayList<>();
    private final List<Runnable> toLogitGradient = new ArrayList<>();
    private final int batch;
    private final int classes;
    private final int paddedClasses;
    private final FloatBuffer image;
    private final int imageChannels;
    private final int paddedImageChannels;
    private final FloatBuffer logitBuffer;
    private final FloatBuffer logitGradientBuffer;
    private final float[] logits;
    private boolean closed;

    OneDnnTraining(LayerGraph graph, int batch, Precision precision, Layout layout) {
        precision.requireSupported();
        this.dnn = new Dnn(precision, layout);
        this.batch = batch;
        Buffers buffers = new Buffers(dnn, batch, graph);
        for (Op op : graph.ops()) {
            steps.add(step(op, buffers));
        }
        Tensor out = graph.output();
        classes = out.channels();
        paddedClasses = dnn.padded(classes);
        logits = new float[batch * classes];
        memory outGradient = dnn.allocate(dnn.activation(batch, paddedClasses, out.height(), out.width()));
        buffers.alias(out, outGradient);
        for (int i = steps.size() - 1; i >= 0; i--) {
            bindBackward(steps.get(i), graph.ops().get(i), graph.input(), buffers);
        }
        imageChannels = graph.input().channels();
        paddedImageChannels = dnn.paddedImage(imageChannels);
        image = onHost(buffers.activation(graph.input()), toImage);
        logitBuffer = dnn.floats(buffers.activation(out));
        logitGradientBuffer = onHost(outGradient, toLogitGradient);
    }

    /** The floats of a tensor of the plan, channels last, or of a copy from which the given runnables fill it. */
    private FloatBuffer onHost(memory tensor, List<Runnable> fill) {
        if (dnn.isPlain()) {
            return dnn.floats(tensor);
        }
        LongPointer dims = dnn.own(tensor.get_desc()).get_dims();
        memory copy =
                dnn.allocate(dnn.desc(memory.format_tag.nhwc, dims.get(0), dims.get(1), dims.get(2), dims.get(3)));
        fill.add(dnn.reorder(copy, tensor));
        return dnn.floats(copy);
    }

    private Step step(Op op, Buffers buffers) {
        if (op instanceof Op.Conv conv) {
            return new ConvStep(conv, dnn, buffers);
        } else if (op instanceof Op.Norm norm) {
            return new NormStep(norm, dnn, buffers);
        } else if (op instanceof Op.Merge merge) {
            return new MergeStep(merge, dnn, buffers);
        } else if (op instanceof Op.Pool pool) {
            return new PoolStep(pool, dnn, buffers);
        } else if (op instanceof Op.Relu relu) {
            return new ReluStep(relu, dnn, buffers);
        }
        throw new IllegalArgumentException("cannot execute " + op);
    }

    private static void bindBackward(Step step, Op op, Tensor image, Buffers buffers) {
        if (step instanceof ConvStep conv) {
            conv.bindBackward(buffers, op.ins().get(0).equals(image));
        } else if (step instanceof NormStep norm) {
            norm.bindBackward(buffers);
        } else if (step instanceof MergeStep merge) {
            merge.bindBackward(buffers);
        } else if (step instanceof PoolStep pool) {
            pool.bindBackward(buffers);
        } else if (step instanceof ReluStep relu) {
            relu.bindBackward(buffers);
        }
    }

    @Override
    public int batchSize() {
        return batch;
    }

    @Override
    public float[] forward(ParameterSet parameters, float[] pixels, Map<String, float[]> gates) {
        loadImages(pixels);
        for (Step step : steps) {
            step.load(parameters, gates);
        }
        toImage.forEach(Runnable::run);
        for (Step step : steps) {
            step.forward();
        }
        dnn.stream._wait();
        for (int b = 0; b < batch; b++) {
            logitBuffer.get(b * paddedClasses, logits, b * classes, classes);
        }
        return logits;
    }

    private void loadImages(float[] pixels) {
        if (paddedImageChannels == imageChannels) {
            image.put(0, pixels, 0, image.capacity());
            return;
        }
        for (int at = 0; at < image.capacity() / paddedImageChannels; at++) {
            image.put(at * paddedImageChannels, pixels, at * imageChannels, imageChannels);
        }
    }

    @Override
    public void backward(
            ParameterSet parameters, float[] logitGradient, float[] gradient, Map<String, float[]> gateGradients) {
        for (int b = 0; b < batch; b++) {
            logitGradientBuffer.put(b * paddedClasses, logitGradient, b * classes, classes);
        }
        toLogitGradient.forEach(Runnable::run);
        for (int i = steps.size() - 1; i >= 0; i--) {
            steps.get(i).backward();
        }
        dnn.stream._wait();
        for (Step step : steps) {
            step.store(parameters, gradient, gateGradients);
        }
    }

    @Override
    public void updateRunningStatistics(ParameterSet parameters, double decay) {
        for (Step step : steps) {
            if (step instanceof NormStep norm) {
                norm.updateRunningStatistics(parameters, decay);
            }
        }
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
