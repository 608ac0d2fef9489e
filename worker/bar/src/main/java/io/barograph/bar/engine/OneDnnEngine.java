package io.barograph.bar.engine;

import java.util.Map;

/** {@link Engine} on oneDNN 3. */
final class OneDnnEngine implements Engine {
    @Override
    public TrainingExecution training(LayerGraph graph, int batchSize) {
        return new OneDnnTraining(graph, batchSize);
    }

    @Override
    public InferenceExecution inference(
            LayerGraph graph, ParameterSet parameters, Map<String, float[]> gates, int batchSize) {
        return new OneDnnInference(graph, parameters, gates, batchSize);
    }
}
