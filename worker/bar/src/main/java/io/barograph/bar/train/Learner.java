package io.barograph.bar.train;

import io.barograph.bar.data.ImageBatch;
import io.barograph.bar.engine.Engine;
import io.barograph.bar.engine.LayerGraph;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.engine.TrainingExecution;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A network that learns: its parameters, how it is executed, and the optimizer of its weights. */
final class Learner implements AutoCloseable {
    private static final double STATISTICS_DECAY = 0.9;

    private final ComputationGraph graph;
    private final LayerGraph layers;
    private final ParameterSet parameters;
    private final TrainingExecution execution;
    private final Adam optimizer;
    private final float[] gradient;
    private final float[] logitGradient;
    private final Map<String, float[]> gateGradients = new HashMap<>();

    Learner(Engine engine, ComputationGraph graph, LayerGraph layers, int batchSize, double weightDecay) {
        this.graph = graph;
        this.layers = layers;
        this.parameters = ParameterSet.of(graph);
        this.execution = engine.training(layers, batchSize);
        this.optimizer = new Adam(parameters, Adam.weights(), new Adam.Settings(0.9, 0.999, weightDecay, 5));
        this.gradient = new float[parameters.values().length];
        this.logitGradient = new float[batchSize * layers.output().channels()];
    }

    /** What a step did. */
    record StepResult(double loss, int correct) {}

    /** Forward, loss, backward and a step of the weights; gradients of the gates are left for the caller. */
    StepResult step(ImageBatch batch, LogitLoss loss, double learningRate, Map<String, float[]> gates) {
        float[] logits = execution.forward(parameters, batch.pixels(), gates);
        double value = loss.apply(logits, batch, logitGradient);
        if (!Double.isFinite(value)) {
            throw new ArithmeticException("the loss became " + value + "; lower the learning rate");
        }
        execution.backward(parameters, logitGradient, gradient, gateGradients);
        optimizer.step(parameters.values(), gradient, learningRate);
        execution.updateRunningStatistics(parameters, STATISTICS_DECAY);
        return new StepResult(value, correct(logits, batch));
    }

    private int correct(float[] logits, ImageBatch batch) {
        int classes = layers.output().channels();
        int correct = 0;
        for (int b = 0; b < batch.size(); b++) {
            correct += Accuracy.best(logits, b * classes, classes) == batch.labels()[b] ? 1 : 0;
        }
        return correct;
    }

    /** Gradient of z per gate layer of the last step. */
    Map<String, float[]> gateGradients() {
        return gateGradients;
    }

    ParameterSet parameters() {
        return parameters;
    }

    LayerGraph layers() {
        return layers;
    }

    TrainingExecution execution() {
        return execution;
    }

    Adam optimizer() {
        return optimizer;
    }

    /** The DL4J network with the current parameters. */
    ComputationGraph graph() {
        parameters.writeTo(graph);
        return graph;
    }

    @Override
    public void close() {
        execution.close();
    }
}
