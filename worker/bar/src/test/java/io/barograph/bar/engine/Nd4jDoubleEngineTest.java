package io.barograph.bar.engine;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

class Nd4jDoubleEngineTest extends EngineContract {
    @Override
    Engine engine() {
        return Engine.nd4j(DataType.DOUBLE);
    }

    /** Parameters and gradients are rounded to float, 6e-8; the difference's own error is the square of the step. */
    @Override
    FiniteDifferences differences(TrainingExecution training, ComputationGraph graph) {
        Nd4jTraining nd4j = (Nd4jTraining) training;
        return new FiniteDifferences(training, logits -> nd4j.exactLogits(), graph, 0x1p-13f, 1e-6);
    }
}
