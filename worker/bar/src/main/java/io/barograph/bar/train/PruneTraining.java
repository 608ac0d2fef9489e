package io.barograph.bar.train;

import io.barograph.bar.data.Batches;
import io.barograph.bar.data.ImageBatch;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.prune.Barrier;
import io.barograph.bar.prune.BudgetSchedule;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.ConnectivityGuard;
import io.barograph.bar.prune.ForcedClosing;
import io.barograph.bar.prune.SparsityLoss;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The prune phase: gates and weights learn together while the budget closes. */
final class PruneTraining implements AutoCloseable {
    private static final String WEIGHTS = "weights";
    private static final String GATES = "gates";
    private static final long SALT = 0x9e3779b97f4a7c15L;

    private final TrialRun run;
    private final LogitLoss loss;
    private final ChannelGraph channels;
    private final Learner learner;
    private final GateState gates;
    private final Adam gateOptimizer;
    private final float[] gateGradient;
    private final BudgetSchedule schedule;
    private final Barrier barrier;
    private final SparsityLoss sparsity;
    private final ConnectivityGuard guard;
    private final int totalSteps;
    private int stepsOverBudget;

    PruneTraining(TrialRun run, ComputationGraph gated, LogitLoss loss) {
        this.run = run;
        this.loss = loss;
        TrialRecipe.Prune prune = run.recipe().prune();
        channels = ChannelGraph.of(gated, run.data().height(), run.data().width());
        learner = run.learner(gated);
        gates = new GateState(gated, channels, learner.parameters());
        gateOptimizer =
                new Adam(learner.parameters(), EnumSet.of(ParameterSet.Kind.GATE), new Adam.Settings(0.9, 0.99, 0, 1));
        gateGradient = new float[learner.parameters().values().length];
        double budgetVolume = run.recipe().budget() * channels.denseVolume();
        schedule = new BudgetSchedule(channels.denseVolume(), budgetVolume);
        barrier = new Barrier(prune.barrierMax());
        sparsity = new SparsityLoss(channels.layers(), prune.sparsityWeight());
        guard = ConnectivityGuard.of(channels, budgetVolume);
        totalSteps = prune.epochs() * run.stepsPerEpoch();
    }

    /** Prunes until the phase is over. */
    PrunedNetwork run(Checkpoint start) {
        restore(start);
        TrialRecipe recipe = run.recipe();
        for (int done = start.epochsDone(); done < recipe.prune().epochs(); done++) {
            EpochMeter meter = new EpochMeter(run, Phase.PRUNE, done);
            try (Batches batches = Batches.training(
                    run.data(), recipe.batchSize(), recipe.seed() + SALT, done, recipe.augmentation())) {
                int step = done * run.stepsPerEpoch();
                while (batches.hasNext()) {
                    run.stopIfCancelled(Phase.PRUNE);
                    ImageBatch batch = batches.next();
                    step(batch, step++, meter);
                }
            }
            report(meter, done + 1);
        }
        return finish();
    }

    private void restore(Checkpoint start) {
        OptimizerState weights = start.optimizers().get(WEIGHTS);
        OptimizerState gateState = start.optimizers().get(GATES);
        if (weights != null && gateState != null) {
            learner.optimizer().restore(weights);
            gateOptimizer.restore(gateState);
        }
    }

    private void step(ImageBatch batch, int step, EpochMeter meter) {
        TrialRecipe.Prune prune = run.recipe().prune();
        double[][] logAlpha = gates.logAlpha();
        long volume = channels.live(GateState.open(logAlpha)).volume();
        double budget = schedule.budgetAt((double) step / totalSteps);
        double force =
                barrier.value(volume, Barrier.lowerBound(schedule.budgetVolume(), schedule.denseVolume()), budget);
        stepsOverBudget += volume > budget ? 1 : 0;
        Learner.StepResult result = learner.step(batch, loss, prune.learningRate(), gates.draw(logAlpha, step));
        if (!isResting(volume)) {
            moveGates(logAlpha, force);
        }
        meter.add(result, batch.size(), figures(logAlpha, volume, budget, force));
    }

    /**
     * Within the final budget gates rest: the barrier is 0 there, and Adam would turn the noise that is left of their
     * gradient into steps of full size and walk them away from the budget.
     */
    private boolean isResting(long volume) {
        return volume <= schedule.budgetVolume();
    }

    private void moveGates(double[][] logAlpha, double force) {
        gates.gradient(logAlpha, learner.gateGradients(), (l, a) -> sparsity.gradient(l, a, force), gateGradient);
        gateOptimizer.step(
                learner.parameters().values(),
                gateGradient,
                run.recipe().prune().gateDistance() / totalSteps);
        double[][] moved = gates.logAlpha();
        guard.hold(moved);
        gates.setLogAlpha(moved);
    }

    private Map<String, Double> figures(double[][] logAlpha, long volume, double budget, double force) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("volumeRatio", (double) volume / channels.denseVolume());
        values.put("budgetNow", budget / channels.denseVolume());
        values.put("barrier", force);
        values.put("sparsityLoss", sparsity.value(logAlpha, force));
        values.put("stepsOverBudget", (double) stepsOverBudget);
        return values;
    }

    private void report(EpochMeter meter, int done) {
        double[][] logAlpha = gates.logAlpha();
        boolean[][] open = channels.live(GateState.open(logAlpha)).toMask();
        double budget = schedule.budgetAt((double) done / run.recipe().prune().epochs());
        long volume = channels.live(open).volume();
        double force =
                barrier.value(volume, Barrier.lowerBound(schedule.budgetVolume(), schedule.denseVolume()), budget);
        Map<String, Double> values = meter.figures();
        values.putAll(figures(logAlpha, volume, budget, force));
        Map<String, float[]> z = gates.deterministic(logAlpha, open);
        ParameterSet settled = BatchNormStatistics.reestimated(run, learner.execution(), learner.parameters(), z);
        values.put(
                "validationAccuracy",
                run.accuracy(learner.layers(), settled, z, run.data().validation()));
        Map<String, OptimizerState> optimizers =
                Map.of(WEIGHTS, learner.optimizer().state(), GATES, gateOptimizer.state());
        new Checkpoint(Phase.PRUNE, done, learner.graph(), optimizers, Map.of()).write(run.checkpointFile());
        run.listener().onEpoch(Phase.PRUNE, meter.epoch(), values, gates.openMaps(open), run.checkpointFile());
    }

    private PrunedNetwork finish() {
        double[][] logAlpha = gates.logAlpha();
        long before = channels.live(GateState.open(logAlpha)).volume();
        ForcedClosing forced =
                ForcedClosing.within(channels, guard, logAlpha, GateState.open(logAlpha), schedule.budgetVolume());
        boolean[][] open = forced.mask();
        Map<String, float[]> z = gates.deterministic(logAlpha, open);
        ParameterSet settled = BatchNormStatistics.reestimated(run, learner.execution(), learner.parameters(), z);
        ComputationGraph graph = learner.graph();
        settled.writeTo(graph);
        return new PrunedNetwork(graph, channels, open, before, forced.closed());
    }

    @Override
    public void close() {
        learner.close();
    }
}
