package io.barograph.bar.train;

import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.Engine;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.engine.TrainingExecution;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.Compaction;
import io.barograph.bar.prune.ConnectivityGuard;
import io.barograph.bar.prune.ForcedClosing;
import io.barograph.bar.prune.Gates;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What a pruned network must be compared with: networks of the same volume that were found without BAR, and the dense
 * network given as many steps. All learn with the distillation loss of the trial but the last.
 */
public final class ControlTrial {
    private final TrialRun run;
    private final Path densePath;
    private final ComputationGraph dense;

    private ControlTrial(TrialRun run, Path densePath) {
        this.run = run;
        this.densePath = densePath;
        this.dense = ModelFiles.read(densePath);
    }

    /**
     * Prepares the controls of one trial.
     *
     * @param recipe of the trial they stand beside
     * @param dense its dense network, the teacher
     * @param folder existing folder for their files
     */
    public static ControlTrial of(
            TrialRecipe recipe, ImageDataset data, Path dense, Path folder, TrainingListener listener) {
        CheckpointOrigin origin = CheckpointOrigin.of(recipe, data);
        return new ControlTrial(
                new TrialRun(Engine.best(recipe.precision()), recipe, data, folder, listener, () -> false, origin),
                dense);
    }

    /** Random maps of the dense network, closed until the budget is met under the same guard; same fine-tuning. */
    public TrainedModel randomMask(long maskSeed) {
        TrialRecipe recipe = run.recipe();
        ComputationGraph gated = Gates.insert(dense, 20, recipe.seed());
        ChannelGraph channels = channels(gated);
        double budget = recipe.budget() * channels.denseVolume();
        ConnectivityGuard guard = ConnectivityGuard.of(channels, budget);
        Random random = new Random(maskSeed);
        double[][] order = new double[channels.layers().size()][];
        for (int l = 0; l < order.length; l++) {
            order[l] = random.doubles(channels.layers().get(l).channels()).toArray();
        }
        boolean[][] mask = ForcedClosing.within(channels, guard, order, channels.allOpen(), budget)
                .mask();
        ComputationGraph compact = Compaction.compact(gated, channels, mask).graph();
        settle(compact);
        return train(compact, recipe.fineTune().epochsAt(recipe.budget()), cosine(), "random");
    }

    /** The architecture that BAR found, from random weights, with the total steps of the trial. */
    public TrainedModel fromScratch(Path pruned) {
        ComputationGraph compact = ModelFiles.read(pruned);
        ComputationGraph fresh = new ComputationGraph(compact.getConfiguration().clone());
        fresh.getConfiguration().getDefaultConfiguration().setSeed(run.recipe().seed() + 1);
        fresh.init();
        return train(fresh, run.recipe().totalEpochs(), oneCycle(), "scratch");
    }

    /** A network of the same kind with fewer maps in every layer, with the total steps of the trial. */
    public TrainedModel uniform() {
        NetworkRecipe wide = run.recipe().network();
        int width = Math.max(1, (int) Math.round(wide.width() * run.recipe().budget()));
        NetworkRecipe narrow = new NetworkRecipe(wide.kind(), wide.depth(), width);
        ComputationGraph graph = narrow.build(run.data(), run.recipe().seed());
        return train(graph, run.recipe().totalEpochs(), oneCycle(), "uniform");
    }

    /** The dense network from random weights with the total steps of the trial, learning from labels. */
    public TrainedModel denseLonger() {
        TrialRecipe recipe = run.recipe();
        PlainTraining training = new PlainTraining(
                Phase.PRETRAIN,
                recipe.totalEpochs(),
                oneCycle(),
                LogitLoss.crossEntropy(run.data().classes()),
                0);
        return measured(
                training.run(
                        run,
                        Checkpoint.start(Phase.PRETRAIN, recipe.network().build(run.data(), recipe.seed()), Map.of())),
                "longer");
    }

    private LearningRate cosine() {
        return LearningRate.cosine(run.recipe().fineTune().learningRate());
    }

    private LearningRate oneCycle() {
        return LearningRate.oneCycle(run.recipe().pretrain().learningRate());
    }

    private void settle(ComputationGraph graph) {
        ParameterSet parameters = ParameterSet.of(graph);
        try (TrainingExecution execution =
                run.engine().training(run.read(graph), run.recipe().batchSize())) {
            BatchNormStatistics.reestimated(run, execution, parameters, Map.of())
                    .writeTo(graph);
        }
    }

    private TrainedModel train(ComputationGraph graph, int epochs, LearningRate rate, String name) {
        TrialRecipe.Distillation distillation = run.recipe().distillation();
        try (TeacherLogits teacher = new TeacherCache().of(run, dense)) {
            LogitLoss loss = LogitLoss.distillation(
                    run.data().classes(), distillation.temperature(), distillation.weight(), teacher);
            PlainTraining training = new PlainTraining(Phase.FINE_TUNE, epochs, rate, loss, 0);
            return measured(training.run(run, Checkpoint.start(Phase.FINE_TUNE, graph, Map.of())), name);
        }
    }

    private TrainedModel measured(ComputationGraph graph, String name) {
        Path file = run.folder().resolve(name + ".zip");
        ModelFiles.write(graph, file);
        return new ModelMeasurement(run, channels(ModelFiles.read(densePath)))
                .of(file, channels(graph).denseVolume(), 0);
    }

    private ChannelGraph channels(ComputationGraph graph) {
        return ChannelGraph.of(graph, run.data().height(), run.data().width());
    }
}
