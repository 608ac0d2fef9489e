package io.barograph.bar.train;

import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.Engine;
import io.barograph.bar.layer.GateLayer;
import io.barograph.bar.prune.ChannelGraph;
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
    private final TeacherCache teachers;

    private BarTrial(TrialRun run, @Nullable TeacherCache teachers) {
        this.run = run;
        this.teachers = teachers == null ? new TeacherCache() : teachers;
    }

    /**
     * Runs a trial, from where others or an earlier attempt have left it.
     *
     * @param start what need not be done again
     * @param folder existing folder for this trial's files
     * @param cancelled asked at every step
     * @throws UnusableStartException before any training, if a file of the start is damaged, of a newer version or another
     *     trial's
     * @throws TrialCancelledException when asked to stop; the last checkpoint stands
     * @throws IllegalArgumentException if the recipe cannot work, with the reason
     * @throws ArithmeticException if training diverges
     */
    public static TrainedModel run(
            TrialRecipe recipe,
            ImageDataset data,
            TrialStart start,
            Path folder,
            TrainingListener listener,
            BooleanSupplier cancelled) {
        Engine.requireTrains(recipe.precision());
        requireFeasible(recipe, data);
        CheckpointOrigin origin = CheckpointOrigin.of(recipe, data);
        StartState state = StartState.read(start, origin, recipe.network().build(data, recipe.seed()));
        if (state.onRung()) {
            requireFeasibleRung(recipe, data);
        }
        TrialRecipe own = state.onRung() ? recipe.onRung() : recipe;
        TrialRun run = new TrialRun(Engine.best(own.precision()), own, data, folder, listener, cancelled, origin);
        return new BarTrial(run, start.teachers()).run(start.dense(), state);
    }

    /**
     * Checks what can be known before any training.
     *
     * @throws IllegalArgumentException naming what cannot work: a budget below the cheapest path, too few prune steps
     */
    public static void requireFeasible(TrialRecipe recipe, ImageDataset data) {
        ChannelGraph channels =
                ChannelGraph.of(recipe.network().build(data, recipe.seed()), data.height(), data.width());
        ConnectivityGuard.requireFeasible(channels, recipe.budget() * channels.denseVolume());
        if (recipe.budget() < 1) {
            requireSteps("prune", recipe.prune().epochs(), TrialRecipe.FEWEST_PRUNE_STEPS, recipe, data);
        }
    }

    /**
     * Checks, beside {@link #requireFeasible}, a trial that may go on from a looser one.
     *
     * @throws IllegalArgumentException if the rung has too few steps
     */
    public static void requireFeasibleRung(TrialRecipe recipe, ImageDataset data) {
        requireSteps("rung", recipe.rung().epochs(), TrialRecipe.FEWEST_RUNG_STEPS, recipe, data);
    }

    private static void requireSteps(String phase, int epochs, int fewest, TrialRecipe recipe, ImageDataset data) {
        int steps = epochs * (data.train().size() / recipe.batchSize());
        if (steps < fewest) {
            throw new IllegalArgumentException(phase + ".epochs " + epochs + " gives " + steps + " " + phase
                    + " steps, but gates need at least " + fewest + " to close; raise " + phase
                    + ".epochs or lower batchSize");
        }
    }

    private TrainedModel run(@Nullable Path givenDense, StartState state) {
        Path densePath = givenDense == null ? pretrain(state.checkpoint()) : givenDense;
        ComputationGraph dense = state.dense() == null ? ModelFiles.read(densePath) : state.dense();
        Checkpoint start = state.pruneFrom();
        ModelMeasurement measurement = new ModelMeasurement(run, run.channels(dense));
        if (run.recipe().budget() >= 1) {
            long volume = run.channels(dense).denseVolume();
            return measurement.of(densePath, volume, 0);
        }
        try (TeacherLogits teacher = teachers.of(run, dense)) {
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
        ComputationGraph gated =
                Gates.insert(dense, GateLayer.DEFAULT_LOG_ALPHA, run.recipe().seed());
        Checkpoint from =
                start != null && start.phase() == Phase.PRUNE ? start : Checkpoint.start(Phase.PRUNE, gated, Map.of());
        PrunedNetwork pruned;
        try (PruneTraining training = new PruneTraining(run, gated, from, loss)) {
            pruned = training.run();
        }
        double denseVolume = run.channels(gated).denseVolume();
        Map<String, Double> facts = new HashMap<>(
                PrunePosition.of(from, run.channels(gated).denseVolume()).lastingFacts());
        facts.put(MASK_VOLUME, (double) pruned.volumeBeforeForcing());
        facts.put(CLOSED_BY_FORCE, (double) pruned.closedByForce());
        facts.put("volumeRatio", pruned.volume() / denseVolume);
        return Checkpoint.start(Phase.FINE_TUNE, pruned.compact(), facts);
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
}
