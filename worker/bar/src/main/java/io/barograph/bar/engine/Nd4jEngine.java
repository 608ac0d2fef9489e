package io.barograph.bar.engine;

import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/** {@link Engine} on ND4J's ops, wherever they run. */
final class Nd4jEngine implements Engine {
    private final DataType type;

    Nd4jEngine(DataType type) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("an engine computes in FLOAT or DOUBLE, not in " + type);
        }
        this.type = type;
    }

    @Override
    public TrainingExecution training(LayerGraph graph, int batchSize) {
        return new Nd4jTraining(graph, batchSize, type);
    }

    @Override
    public InferenceExecution inference(
            LayerGraph graph, ParameterSet parameters, Map<String, float[]> gates, int batchSize) {
        return new Nd4jInference(graph, parameters, gates, batchSize, type);
    }
}
