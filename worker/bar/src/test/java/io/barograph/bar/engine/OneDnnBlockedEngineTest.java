package io.barograph.bar.engine;

import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The layout in blocks of 16 channels, which full widths get, holds for any width. */
class OneDnnBlockedEngineTest extends EngineContract {
    @Override
    Engine engine() {
        return new Engine() {
            @Override
            public TrainingExecution training(LayerGraph graph, int batchSize) {
                return new OneDnnTraining(graph, batchSize, Precision.FLOAT32, Layout.BLOCKED);
            }

            @Override
            public InferenceExecution inference(
                    LayerGraph graph, ParameterSet parameters, Map<String, float[]> gates, int batchSize) {
                return Engine.oneDnn().inference(graph, parameters, gates, batchSize);
            }
        };
    }

    @Override
    FiniteDifferences differences(TrainingExecution training, ComputationGraph graph) {
        return FiniteDifferences.inFloat(training, graph);
    }
}
