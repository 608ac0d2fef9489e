package io.barograph.bar.engine;

import org.deeplearning4j.nn.graph.ComputationGraph;

class OneDnnEngineTest extends EngineContract {
    @Override
    Engine engine() {
        return Engine.oneDnn();
    }

    @Override
    FiniteDifferences differences(TrainingExecution training, ComputationGraph graph) {
        return FiniteDifferences.inFloat(training, graph);
    }
}
