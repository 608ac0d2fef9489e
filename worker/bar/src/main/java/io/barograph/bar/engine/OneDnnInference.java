package io.barograph.bar.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.memory;

/** Forward passes on oneDNN; each convolution carries its batch normalization, gate, ReLU and the sum that it ends in. */
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
        ChannelPlaces places = new ChannelPlaces();
        InferenceSums sums = new InferenceSums(dnn, buffers, places);
        for (Op op : graph.ops()) {
            if (op instanceof Op.Conv conv) {
                InferenceConv folded = InferenceConv.of(conv, norms.get(conv.out()), parameters, gates);
                if (endsInSum(folded, graph)) {
                    sums.defer(folded);
                } else {
                    memory out = buffers.activation(folded.out());
                    PostOps after = new PostOps(null, folded.relu());
                    steps.add(folded.bind(dnn, buffers, places, out, places.of(folded.out()), after));
                }
            } else if (op instanceof Op.Merge merge) {
                steps.addAll(sums.bind(merge));
            } else if (op instanceof Op.Pool pool) {
                steps.add(new PoolStep(pool, dnn, buffers)::forward);
                places.keep(pool.in(), pool.out());
            } else if (op instanceof Op.Relu relu) {
                steps.add(new ReluStep(relu, dnn, buffers)::forward);
                places.keep(relu.in(), relu.out());
            }
        }
        Tensor out = graph.output();
        classes = out.channels();
        paddedClasses = dnn.padded(classes);
        logits = new float[batch * classes];
        image = dnn.floats(buffers.activation(graph.input()));
        logitBuffer = dnn.floats(buffers.activation(out));
    }

    /** Whether one sum, and nothing else, reads what a convolution makes. */
    private static boolean endsInSum(InferenceConv conv, LayerGraph graph) {
        List<Op> readers =
                graph.ops().stream().filter(op -> op.ins().contains(conv.out())).toList();
        return !conv.relu()
                && readers.size() == 1
                && readers.get(0) instanceof Op.Merge merge
                && merge.ins().stream().filter(conv.out()::equals).count() == 1;
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
