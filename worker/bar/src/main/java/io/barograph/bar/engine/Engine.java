package io.barograph.bar.engine;

import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** Compiles networks into something that runs. The one seam between the DL4J graph and its execution. */
public interface Engine {
    /** The engine to train with: oneDNN, or ND4J's ops where ND4J computes on a GPU; see {@link #requireTrains}. */
    static Engine best(Precision precision) {
        return onGpu() ? nd4j() : oneDnn(precision);
    }

    /**
     * Checks that this machine can train in a precision.
     *
     * @throws IllegalArgumentException naming what is missing
     */
    static void requireTrains(Precision precision) {
        if (!onGpu()) {
            precision.requireSupported();
        } else if (precision != Precision.FLOAT32) {
            throw new IllegalArgumentException("bfloat16 is for CPUs; on a GPU training is in float32");
        }
    }

    /** Whether training is on a GPU. */
    static boolean onGpu() {
        return Nd4j.getExecutioner().type() == ExecutionerType.CUDA;
    }

    /** The fast engine for CPUs, in float32. */
    static Engine oneDnn() {
        return oneDnn(Precision.FLOAT32);
    }

    /** The fast engine for CPUs. The precision is that of training steps; forward passes for evaluation are float32. */
    static Engine oneDnn(Precision precision) {
        return new OneDnnEngine(precision);
    }

    /** The engine on ND4J's ops, which run where ND4J's backend does. */
    static Engine nd4j() {
        return nd4j(DataType.FLOAT);
    }

    /**
     * The engine on ND4J's ops, computing in this type; what goes in and comes out stays float.
     *
     * @throws IllegalArgumentException if the type is neither FLOAT nor DOUBLE
     */
    static Engine nd4j(DataType type) {
        return new Nd4jEngine(type);
    }

    /** Prepares training steps of the given batch size. */
    TrainingExecution training(LayerGraph graph, int batchSize);

    /**
     * Prepares forward passes; batch normalization and gates are folded into the convolutions.
     *
     * @param gates per gate layer the value z of each channel; gates that are absent are 1
     */
    InferenceExecution inference(LayerGraph graph, ParameterSet parameters, Map<String, float[]> gates, int batchSize);
}
