package io.barograph.bar.engine;

import java.util.Map;

/** {@link Engine} on oneDNN 3. */
final class OneDnnEngine implements Engine {
    private final Precision precision;

    OneDnnEngine(Precision precision) {
        this.precision = precision;
    }

    @Override
    public TrainingExecution training(LayerGraph graph, int batchSize) {
        return new OneDnnTraining(graph, batchSize, precision, Layout.of(graph, precision));
    }

    @Override
    public InferenceExecution inference(
            LayerGraph graph, ParameterSet parameters, Map<String, float[]> gates, int batchSize) {
        return new OneDnnInference(graph, parameters, gates, batchSize);
    }
}
