package io.barograph.bar.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Training steps on ND4J's ops: arrays stay on the backend; a step copies pixels, parameters and gradients at its ends. */
final class Nd4jTraining implements TrainingExecution {
    private final List<Step> steps = new ArrayList<>();
    private final int batch;
    private final int classes;
    private final Tensor image;
    private final Nd4jBuffers buffers;
    private final Nd4jVector values;
    private final Nd4jVector gradients;
    private final Nd4jVector statistics;
    private final INDArray logits;
    private final INDArray logitGradient;
    private boolean closed;

    Nd4jTraining(LayerGraph graph, int batch, DataType type) {
        this.batch = batch;
        this.image = graph.input();
        this.classes = graph.output().channels();
        buffers = new Nd4jBuffers(type, batch);
        int parameterRoom = 0;
        int statisticsRoom = 0;
        for (Op op : graph.ops()) {
            if (op instanceof Op.Conv conv) {
                parameterRoom += Nd4jConvStep.room(conv);
            } else if (op instanceof Op.Norm norm) {
                parameterRoom += Nd4jScale.room(norm);
                statisticsRoom += Nd4jNormStep.room(norm);
            }
        }
        values = new Nd4jVector(type, parameterRoom);
        gradients = new Nd4jVector(type, parameterRoom);
        statistics = new Nd4jVector(type, statisticsRoom);
        for (Op op : graph.ops()) {
            steps.add(step(op));
        }
        logits = buffers.activation(graph.output());
        logitGradient = buffers.allocate(buffers.shape(graph.output()));
        buffers.alias(graph.output(), logitGradient);
        for (int i = steps.size() - 1; i >= 0; i--) {
            bindBackward(steps.get(i));
        }
    }

    private Step step(Op op) {
        if (op instanceof Op.Conv conv) {
            return new Nd4jConvStep(conv, buffers, values, gradients);
        } else if (op instanceof Op.Norm norm) {
            return new Nd4jNormStep(norm, buffers, values, gradients, statistics);
        } else if (op instanceof Op.Merge merge) {
            return new Nd4jMergeStep(merge, buffers);
        } else if (op instanceof Op.Pool pool) {
            return new Nd4jPoolStep(pool, buffers);
        } else if (op instanceof Op.Relu relu) {
            return new Nd4jReluStep(relu, buffers);
        }
        throw new IllegalArgumentException("cannot execute " + op);
    }

    private void bindBackward(Step step) {
        if (step instanceof Nd4jConvStep conv) {
            conv.bindBackward(buffers);
        } else if (step instanceof Nd4jNormStep norm) {
            norm.bindBackward(buffers);
        } else if (step instanceof Nd4jMergeStep merge) {
            merge.bindBackward(buffers);
        } else if (step instanceof Nd4jPoolStep pool) {
            pool.bindBackward(buffers);
        } else if (step instanceof Nd4jReluStep relu) {
            relu.bindBackward(buffers);
        }
    }

    @Override
    public int batchSize() {
        return batch;
    }

    @Override
    public float[] forward(ParameterSet parameters, float[] pixels, Map<String, float[]> gates) {
        buffers.fill(image, pixels);
        for (Step step : steps) {
            step.load(parameters, gates);
        }
        values.upload();
        for (Step step : steps) {
            step.forward();
        }
        return logits.data().asFloat();
    }

    /** The logits of the last forward pass in the precision they were computed in. */
    double[] exactLogits() {
        return logits.data().asDouble();
    }

    @Override
    public void backward(
            ParameterSet parameters, float[] outputGradient, float[] gradient, Map<String, float[]> gateGradients) {
        try (INDArray copy = Nd4j.create(outputGradient, new long[] {batch, classes, 1, 1}, 'c')) {
            logitGradient.assign(copy);
        }
        for (int i = steps.size() - 1; i >= 0; i--) {
            steps.get(i).backward();
        }
        gradients.download();
        for (Step step : steps) {
            step.store(parameters, gradient, gateGradients);
        }
    }

    @Override
    public void updateRunningStatistics(ParameterSet parameters, double decay) {
        statistics.download();
        for (Step step : steps) {
            if (step instanceof Nd4jNormStep norm) {
                norm.updateRunningStatistics(parameters, decay);
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            buffers.close();
            values.close();
            gradients.close();
            statistics.close();
        }
    }
}
