package io.barograph.bar.engine;

import static io.barograph.bar.engine.TestingBatch.BATCH;
import static io.barograph.bar.engine.TestingBatch.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jEngineTest extends EngineContract {
    @Override
    Engine engine() {
        return Engine.nd4j();
    }

    @Override
    FiniteDifferences differences(TrainingExecution training, ComputationGraph graph) {
        return FiniteDifferences.inFloat(training, graph);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void agreesWithOneDnnOnLogitsAndGradients(String name, ComputationGraphConfiguration conf, int channels) {
        ComputationGraph graph = initialised(conf);
        TestingBatch.randomise(graph, 11);
        float[][] mine = step(Engine.nd4j(), graph, channels);
        float[][] other = step(Engine.oneDnn(), graph, channels);
        assertClose("logits", mine[0], other[0], 1e-5);
        assertClose("gradient", mine[1], other[1], 2e-3);
    }

    private static float[][] step(Engine engine, ComputationGraph graph, int channels) {
        ParameterSet parameters = ParameterSet.of(graph);
        float[] gradient = new float[parameters.values().length];
        try (TrainingExecution training = engine.training(read(graph, channels), BATCH)) {
            float[] logits = training.forward(parameters, TestingBatch.pixels(channels, 5), Map.of());
            float[] kept = Arrays.copyOf(logits, logits.length);
            float[] toLogits = TestingBatch.crossEntropyGradient(logits, new int[] {0, 2, 1, 2});
            training.backward(parameters, toLogits, gradient, new HashMap<>());
            return new float[][] {kept, gradient};
        }
    }

    @Test
    void isTheBestWhereNd4jComputesOnAGpu() {
        boolean gpu = Nd4j.getExecutioner().type() == ExecutionerType.CUDA;
        assertThat(Engine.best(Precision.FLOAT32)).isInstanceOf(gpu ? Nd4jEngine.class : OneDnnEngine.class);
    }

    @Test
    void computesInNoOtherType() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Engine.nd4j(DataType.INT))
                .withMessageContaining("INT");
    }
}
