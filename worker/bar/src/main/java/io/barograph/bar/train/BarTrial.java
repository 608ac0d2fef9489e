package io.barograph.bar.train;

import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.Engine;
import io.barograph.bar.layer.GateLayer;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.Compaction;
import io.barograph.bar.prune.ConnectivityGuard;
import io.barograph.bar.prune.Gates;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;

/**
 * One trial from start to end: pretrain, prune, compact, fine-tune (Lemaire, Achkar and Jodoin 2019), and the measurement
 * of the file it leaves. Blocks the calling thread for as long as it takes.
 */
public final class BarTrial {
    private static final long FINE_TUNE_SALT = 0x2545f4914f6cdd1dL;
    private static final String MASK_VOLUME = "maskVolume";
    private static final String CLOSED_BY_FORCE = "mapsClosedByForce";

    private final TrialRun run;

    private BarTrial(TrialRun run) {
        this.run = run;
    }

    /**
     * Runs a trial, from a checkpoint if there is one.
     *
     * @param dense the dense network if another trial has trained it already
     * @param checkpoint where an earlier attempt of this trial stopped
     * @param folder existing folder for this trial's files
     * @param cancelled asked at every step
     * @throws TrialCancelledException when asked to stop; the last checkpoint stands
     * @throws IllegalArgumentException if the recipe cannot work, with the reason
     * @throws ArithmeticException if training diverges
     */
    public static TrainedModel run(
            TrialRecipe recipe,
            ImageDataset data,
            @Nullable Path dense,
            @Nullable Path checkpoint,
            Path folder,
            TrainingListener listener,
            BooleanSupplier cancelled) {
        TrialRun run = new TrialRun(Engine.oneDnn(), recipe, data, folder, listener, cancelled);
        return new BarTrial(run).run(dense, checkpoint == null ? null : Checkpoint.read(checkpoint));
    }

    /**
     * Checks what can be known before any training.
     *
     * @throws IllegalArgumentException naming what cannot work: a budget below the cheapest path, too few prune steps
     */
    public static void requireFeasible(TrialRecipe recipe, ImageDataset data) {
        ChannelGraph channels = channels(recipe.network().build(data, recipe.seed()), data);
        ConnectivityGuard.requireFeasible(channels, recipe.budget() * channels.denseVolume());
        int steps = recipe.prune().epochs() * (data.train().size() / recipe.batchSize());
        if (recipe.budget() < 1 && steps < TrialRecipe.FEWEST_PRUNE_STEPS) {
            throw new IllegalArgumentException("prune.epochs " + recipe.prune().epochs() + " gives " + steps
                    + " prune steps, but gates need at least " + TrialRecipe.FEWEST_PRUNE_STEPS
                    + " to close; raise prune.epochs or lower batchSize");
        }
    }

    private TrainedModel run(@Nullable Path givenDense, @Nullable Checkpoint start) {
        requireFeasible(run.recipe(), run.data());
        Path densePath = givenDense == null ? pretrain(start) : givenDense;
        ComputationGraph dense = ModelFiles.read(densePath);
        ModelMeasurement measurement = new ModelMeasurement(run, channels(dense, run.data()));
        if (run.recipe().budget() >= 1) {
            long volume = channels(dense, run.data()).denseVolume();
            return measurement.of(densePath, volume, 0);
        }
        try (CachedTeacherLogits teacher = CachedTeacherLogits.of(run, dense)) {
            TrialRecipe.Distillation distillation = run.recipe().distillation();
            LogitLoss loss = LogitLoss.distillation(
                    run.data().classes(), distillation.temperature(), distillation.weight(), teacher);
            Checkpoint compact = start != null && start.phase() == Phase.FINE_TUNE ? start : prune(dense, loss, start);
            ComputationGraph tuned = fineTune(compact, loss);
            Path model = run.folder().resolve("model.zip");
            ModelFiles.write(tuned, model);
            return measurement.of(
                    model, Math.round(fact(compact, MASK_VOLUME)), (int) Math.round(fact(compact, CLOSED_BY_FORCE)));
        }
    }

    private Path pretrain(@Nullable Checkpoint start) {
        TrialRecipe recipe = run.recipe();
        Checkpoint from = start != null && start.phase() == Phase.PRETRAIN
                ? start
                : Checkpoint.start(Phase.PRETRAIN, recipe.network().build(run.data(), recipe.seed()), Map.of());
        PlainTraining training = new PlainTraining(
                Phase.PRETRAIN,
                recipe.pretrain().epochs(),
                LearningRate.oneCycle(recipe.pretrain().learningRate()),
                LogitLoss.crossEntropy(run.data().classes()),
                0);
        Path file = run.folder().resolve("dense.zip");
        ModelFiles.write(training.run(run, from), file);
        run.listener().onDense(file);
        return file;
    }

    private Checkpoint prune(ComputationGraph dense, LogitLoss loss, @Nullable Checkpoint start) {
        Checkpoint from = start != null && start.phase() == Phase.PRUNE
                ? start
                : Checkpoint.start(
                        Phase.PRUNE,
                        Gates.insert(
                                dense, GateLayer.DEFAULT_LOG_ALPHA, run.recipe().seed()),
                        Map.of());
        PrunedNetwork pruned;
        try (PruneTraining training = new PruneTraining(run, from.graph(), loss)) {
            pruned = training.run(from);
        }
        ComputationGraph compact = Compaction.compact(pruned.gated(), pruned.channels(), pruned.open())
                .graph();
        Map<String, Double> facts = new HashMap<>();
        facts.put(MASK_VOLUME, (double) pruned.volumeBeforeForcing());
        facts.put(CLOSED_BY_FORCE, (double) pruned.closedByForce());
        facts.put(
                "volumeRatio",
                (double) channels(compact, run.data()).denseVolume()
                        / pruned.channels().denseVolume());
        return Checkpoint.start(Phase.FINE_TUNE, compact, facts);
    }

    private ComputationGraph fineTune(Checkpoint compact, LogitLoss loss) {
        TrialRecipe recipe = run.recipe();
        return new PlainTraining(
                        Phase.FINE_TUNE,
                        recipe.fineTune().epochsAt(recipe.budget()),
                        LearningRate.cosine(recipe.fineTune().learningRate()),
                        loss,
                        FINE_TUNE_SALT)
                .run(run, compact);
    }

    private static double fact(Checkpoint checkpoint, String name) {
        Double value = checkpoint.facts().get(name);
        if (value == null) {
            throw new IllegalArgumentException("the checkpoint has no " + name);
        }
        return value;
    }

    private static ChannelGraph channels(ComputationGraph graph, ImageDataset data) {
        return ChannelGraph.of(graph, data.height(), data.width());
    }
}
