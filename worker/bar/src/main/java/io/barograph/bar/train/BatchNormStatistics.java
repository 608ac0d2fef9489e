package io.barograph.bar.train;

import io.barograph.bar.data.Augmentation;
import io.barograph.bar.data.Batches;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.engine.TrainingExecution;
import java.util.Map;

/** Re-estimates the running statistics of batch norms, which in the prune phase belong to other gates. */
final class BatchNormStatistics {
    private static final int FEWEST_IMAGES = 10 * 128;

    private BatchNormStatistics() {}

    /**
     * The parameters with statistics averaged over at least 1,280 training images (all, if there are fewer).
     *
     * @param gates z of every gate, as in evaluation
     */
    static ParameterSet reestimated(
            TrialRun run, TrainingExecution execution, ParameterSet parameters, Map<String, float[]> gates) {
        ParameterSet copy = parameters.copy();
        int batches = (FEWEST_IMAGES + execution.batchSize() - 1) / execution.batchSize();
        try (Batches images = Batches.training(
                run.data(), execution.batchSize(), run.recipe().seed(), Integer.MAX_VALUE, Augmentation.NONE)) {
            for (int i = 0; i < batches && images.hasNext(); i++) {
                execution.forward(copy, images.next().pixels(), gates);
                execution.updateRunningStatistics(copy, (double) i / (i + 1));
            }
        }
        return copy;
    }
}
