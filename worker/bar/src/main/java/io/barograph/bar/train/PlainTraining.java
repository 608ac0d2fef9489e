package io.barograph.bar.train;

import io.barograph.bar.data.Batches;
import io.barograph.bar.data.ImageBatch;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Training without gates: the dense network, and the compact one.
 *
 * @param phase PRETRAIN or FINE_TUNE
 * @param salt makes the order of images differ between phases of one seed
 */
record PlainTraining(Phase phase, int epochs, LearningRate rate, LogitLoss loss, long salt) {
    private static final String WEIGHTS = "weights";

    /** Trains until all epochs are done, from a checkpoint or from the start; returns the trained network. */
    ComputationGraph run(TrialRun run, Checkpoint start) {
        Map<String, Double> standing = start.facts();
        TrialRecipe recipe = run.recipe();
        try (Learner learner = run.learner(start.graph())) {
            OptimizerState state = start.optimizers().get(WEIGHTS);
            if (state != null) {
                learner.optimizer().restore(state);
            }
            int total = epochs * run.stepsPerEpoch();
            for (int done = start.epochsDone(); done < epochs; done++) {
                try (Batches batches = Batches.training(
                        run.data(), recipe.batchSize(), recipe.seed() + salt, done, recipe.augmentation())) {
                    EpochMeter meter = new EpochMeter(run, phase, done, batches);
                    int step = done * run.stepsPerEpoch();
                    while (batches.hasNext()) {
                        run.stopIfCancelled(phase);
                        ImageBatch batch = batches.next();
                        double progress = (double) step++ / total;
                        meter.add(learner.step(batch, loss, rate.at(progress), Map.of()), batch.size(), standing);
                    }
                    report(run, learner, meter, done + 1, standing);
                }
            }
            return learner.graph();
        }
    }

    private void report(TrialRun run, Learner learner, EpochMeter meter, int done, Map<String, Double> standing) {
        Map<String, Double> values = meter.figures();
        values.putAll(standing);
        values.put(
                "validationAccuracy",
                run.accuracy(
                        learner.layers(),
                        learner.parameters(),
                        Map.of(),
                        run.data().validation()));
        Map<String, OptimizerState> optimizers =
                Map.of(WEIGHTS, learner.optimizer().state());
        run.write(new Checkpoint(phase, done, learner.graph(), optimizers, standing), run.checkpointFile());
        run.listener().onEpoch(phase, meter.epoch(), values, Map.of(), run.checkpointFile());
    }
}
