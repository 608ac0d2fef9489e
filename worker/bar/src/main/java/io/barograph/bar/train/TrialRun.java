package io.barograph.bar.train;

import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.data.ImageSplit;
import io.barograph.bar.engine.Engine;
import io.barograph.bar.engine.InferenceExecution;
import io.barograph.bar.engine.LayerGraph;
import io.barograph.bar.engine.LayerGraphReader;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.prune.ChannelGraph;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What all phases of one trial share.
 *
 * @param folder where checkpoints and models of this trial are written
 * @param cancelled asked at every step
 * @param origin what its checkpoints say of where they come from
 */
record TrialRun(
        Engine engine,
        TrialRecipe recipe,
        ImageDataset data,
        Path folder,
        TrainingListener listener,
        BooleanSupplier cancelled,
        CheckpointOrigin origin) {
    private static final int EVALUATION_BATCH = 100;

    LayerGraph read(ComputationGraph graph) {
        return LayerGraphReader.read(graph, data.channels(), data.height(), data.width());
    }

    Learner learner(ComputationGraph graph) {
        return new Learner(engine, graph, read(graph), recipe.batchSize(), recipe.weightDecay());
    }

    /** Steps of an epoch; images that fill no batch are left out. */
    int stepsPerEpoch() {
        return data.train().size() / recipe.batchSize();
    }

    double accuracy(LayerGraph layers, ParameterSet parameters, Map<String, float[]> gates, ImageSplit split) {
        try (InferenceExecution network = engine.inference(layers, parameters, gates, EVALUATION_BATCH)) {
            return Accuracy.of(network, data, split);
        }
    }

    /** Epochs of the phases before this one. */
    int epochsBefore(Phase phase) {
        return switch (phase) {
            case PRETRAIN -> 0;
            case PRUNE, COMPACT -> recipe.pretrain().epochs();
            case FINE_TUNE -> recipe.pretrain().epochs() + recipe.prune().epochs();
        };
    }

    void stopIfCancelled(Phase phase) {
        if (cancelled.getAsBoolean()) {
            throw new TrialCancelledException(phase.name());
        }
    }

    void write(Checkpoint checkpoint, Path file) {
        CheckpointFile.write(checkpoint, origin, file);
    }

    Path checkpointFile() {
        return folder.resolve("checkpoint.zip");
    }

    Path rungFile() {
        return folder.resolve("rung.zip");
    }

    ChannelGraph channels(ComputationGraph graph) {
        return ChannelGraph.of(graph, data.height(), data.width());
    }
}
