package io.barograph.bar.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Forward passes on ND4J's ops; each convolution carries its batch normalization and gate. */
final class Nd4jInference implements InferenceExecution {
    private final List<Runnable> steps = new ArrayList<>();
    private final int batch;
    private final Tensor image;
    private final Nd4jBuffers buffers;
    private final INDArray logits;
    private boolean closed;

    Nd4jInference(LayerGraph graph, ParameterSet parameters, Map<String, float[]> gates, int batch, DataType type) {
        this.batch = batch;
        this.image = graph.input();
        buffers = new Nd4jBuffers(type, batch);
        Map<Tensor, Op.Norm> norms = FoldedWeights.norms(graph);
        for (Op op : graph.ops()) {
            if (op instanceof Op.Conv conv) {
                convolution(conv, norms.get(conv.out()), parameters, gates);
            } else if (op instanceof Op.Merge merge) {
                steps.add(new Nd4jMergeStep(merge, buffers)::forward);
            } else if (op instanceof Op.Pool pool) {
                steps.add(new Nd4jPoolStep(pool, buffers)::forward);
            } else if (op instanceof Op.Relu relu) {
                steps.add(new Nd4jReluStep(relu, buffers)::forward);
            }
        }
        logits = buffers.activation(graph.output());
    }

    private void convolution(Op.Conv op, Op.@Nullable Norm norm, ParameterSet parameters, Map<String, float[]> gates) {
        FoldedWeights folded = FoldedWeights.of(op, norm, parameters, gates);
        int[] shape = Nd4jConvolution.weightShape(op);
        INDArray weights = constant(folded.weights(), shape[0], shape[1], shape[2], shape[3]);
        INDArray bias = constant(folded.bias(), shape[0]);
        INDArray out = buffers.activation(norm == null ? op.out() : norm.out());
        steps.add(Nd4jConvolution.forward(op, buffers.activation(op.in()), weights, bias, out));
        if (norm != null && norm.relu()) {
            steps.add(Nd4jOps.relu(out, out));
        }
    }

    private INDArray constant(float[] values, long... shape) {
        INDArray array = buffers.allocate(shape);
        try (INDArray copy = Nd4j.create(values, shape, 'c')) {
            array.assign(copy);
        }
        return array;
    }

    @Override
    public int batchSize() {
        return batch;
    }

    @Override
    public float[] logits(float[] pixels) {
        buffers.fill(image, pixels);
        for (Runnable step : steps) {
            step.run();
        }
        return logits.data().asFloat();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            buffers.close();
        }
    }
}
