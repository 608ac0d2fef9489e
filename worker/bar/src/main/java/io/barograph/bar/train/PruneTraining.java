package io.barograph.bar.train;

import io.barograph.bar.data.Batches;
import io.barograph.bar.data.ImageBatch;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.prune.Barrier;
import io.barograph.bar.prune.BudgetSchedule;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.ConnectivityGuard;
import io.barograph.bar.prune.ForcedClosing;
import io.barograph.bar.prune.Gates;
import io.barograph.bar.prune.Liveness;
import io.barograph.bar.prune.SparsityLoss;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The prune phase: gates and weights learn together while the budget closes, and maps that closed for good are removed. */
final class PruneTraining implements AutoCloseable {
    private static final String WEIGHTS = "weights";
    private static final String GATES = "gates";
    private static final long SALT = 0x9e3779b97f4a7c15L;
    private static final int STEPS_BETWEEN_SHRINKS = 16;
    private static final double WORTH_SHRINKING = 0.9;

    /** Layers of ragged width are computed as if they were wider: at first only a large cut makes a step cheaper. */
    private static final double WORTH_BEGINNING = 0.65;

    private final TrialRun run;
    private final LogitLoss loss;
    private final ChannelGraph channels;
    private final GatedLearner learner;
    private final PrunePosition start;
    private final GateState gates;
    private final Adam gateOptimizer;
    private final float[] gateGradient;
    private final BudgetSchedule schedule;
    private final double lowerBound;
    private final Barrier barrier;
    private final SparsityLoss sparsity;
    private final ConnectivityGuard guard;
    private final int totalSteps;
    private int stepsOverBudget;

    /**
     * @param gated the dense network with gates
     * @param from where to go on; its network is the gated one or what was left of it
     */
    PruneTraining(TrialRun run, ComputationGraph gated, Checkpoint from, LogitLoss loss) {
        this.run = run;
        this.loss = loss;
        TrialRecipe.Prune prune = run.recipe().prune();
        channels = run.channels(gated);
        learner = new GatedLearner(run, channels, from.graph());
        start = PrunePosition.of(from, channels.denseVolume());
        gates = new GateState(gated, channels);
        gateOptimizer =
                new Adam(gates.parameters(), EnumSet.of(ParameterSet.Kind.GATE), new Adam.Settings(0.9, 0.99, 0, 1));
        gateGradient = new float[gates.parameters().values().length];
        double budgetVolume = run.recipe().budget() * channels.denseVolume();
        schedule = new BudgetSchedule(Math.max(start.startVolume(), budgetVolume), budgetVolume);
        lowerBound = Barrier.lowerBound(budgetVolume, channels.denseVolume());
        barrier = new Barrier(prune.barrierMax());
        sparsity = new SparsityLoss(channels.layers(), prune.sparsityWeight());
        guard = ConnectivityGuard.of(channels, budgetVolume);
        totalSteps = prune.epochs() * run.stepsPerEpoch();
        stepsOverBudget = start.stepsOverBudget();
        restore(from);
    }

    /** Prunes until the phase is over. */
    PrunedNetwork run() {
        TrialRecipe recipe = run.recipe();
        for (int done = start.epochsDone(); done < recipe.prune().epochs(); done++) {
            int epoch = start.epochsBefore() + done;
            try (Batches batches = Batches.training(
                    run.data(), recipe.batchSize(), recipe.seed() + SALT, epoch, recipe.augmentation())) {
                EpochMeter meter = new EpochMeter(run, Phase.PRUNE, done, batches);
                int step = done * run.stepsPerEpoch();
                while (batches.hasNext()) {
                    run.stopIfCancelled(Phase.PRUNE);
                    step(batches.next(), step++, meter);
                }
                report(meter, done + 1);
            }
        }
        return finish();
    }

    private void restore(Checkpoint from) {
        gates.restore(from.graph());
        OptimizerState weights = from.optimizers().get(WEIGHTS);
        OptimizerState moments = from.optimizers().get(GATES);
        if (weights != null && moments != null) {
            learner.restore(weights);
            gateOptimizer.restore(moments);
        }
    }

    private void step(ImageBatch batch, int step, EpochMeter meter) {
        TrialRecipe.Prune prune = run.recipe().prune();
        double[][] logAlpha = gates.logAlpha();
        long volume = channels.live(Gates.open(logAlpha)).volume();
        double budget = schedule.budgetAt((double) step / totalSteps);
        double force = barrier.value(volume, lowerBound, budget);
        stepsOverBudget += volume > budget ? 1 : 0;
        long draw = (long) start.epochsBefore() * run.stepsPerEpoch() + step;
        Learner.StepResult result = learner.step(batch, loss, prune.learningRate(), gates.draw(logAlpha, draw));
        if (!isResting(volume)) {
            moveGates(logAlpha, force);
        }
        if (step % STEPS_BETWEEN_SHRINKS == STEPS_BETWEEN_SHRINKS - 1) {
            shrinkIfWorth(volume);
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

    /**
     * Removes the maps that closed for good once they make up a tenth of what is computed, a third the first time: those
     * that hardly ever open again, and all that are closed once gates rest.
     */
    private void shrinkIfWorth(long volume) {
        double[][] logAlpha = gates.logAlpha();
        Liveness kept = channels.live(isResting(volume) ? Gates.open(logAlpha) : Gates.mayOpen(logAlpha));
        boolean whole = learner.volume() == channels.denseVolume();
        if (kept.volume() <= (whole ? WORTH_BEGINNING : WORTH_SHRINKING) * learner.volume()) {
            learner.shrink(kept.toMask(), logAlpha);
            gates.keepOnly(kept);
        }
    }

    private void moveGates(double[][] logAlpha, double force) {
        gates.gradient(logAlpha, learner.gateGradients(), (l, a) -> sparsity.gradient(l, a, force), gateGradient);
        gateOptimizer.step(
                gates.parameters().values(), gateGradient, run.recipe().prune().gateDistance() / totalSteps);
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
        boolean[][] open = channels.live(Gates.open(logAlpha)).toMask();
        double budget = schedule.budgetAt((double) done / run.recipe().prune().epochs());
        long volume = channels.live(open).volume();
        Map<String, Double> values = meter.figures();
        values.putAll(figures(logAlpha, volume, budget, barrier.value(volume, lowerBound, budget)));
        Map<String, float[]> z = gates.deterministic(logAlpha, open);
        values.put(
                "validationAccuracy",
                learner.accuracy(learner.settled(z), z, run.data().validation()));
        PrunePosition position = start.after(done, stepsOverBudget);
        run.write(checkpoint(position, logAlpha), run.checkpointFile());
        if (done == run.recipe().prune().epochs()) {
            run.write(checkpoint(position.branch(volume), logAlpha), run.rungFile());
            run.listener().onRung(run.rungFile());
        }
        run.listener().onEpoch(Phase.PRUNE, meter.epoch(), values, gates.openMaps(open), run.checkpointFile());
    }

    private Checkpoint checkpoint(PrunePosition position, double[][] logAlpha) {
        Map<String, OptimizerState> optimizers =
                Map.of(WEIGHTS, learner.optimizerState(), GATES, gateOptimizer.state());
        return new Checkpoint(
                Phase.PRUNE, position.epochsDone(), learner.graph(logAlpha), optimizers, position.facts());
    }

    private PrunedNetwork finish() {
        double[][] logAlpha = gates.logAlpha();
        boolean[][] open = Gates.open(logAlpha);
        ForcedClosing forced = ForcedClosing.within(channels, guard, logAlpha, open, schedule.budgetVolume());
        boolean[][] mask = forced.mask();
        ParameterSet settled = learner.settled(gates.deterministic(logAlpha, mask));
        return new PrunedNetwork(
                learner.compact(settled, logAlpha, mask),
                channels.live(mask).volume(),
                channels.live(open).volume(),
                forced.closed());
    }

    @Override
    public void close() {
        learner.close();
    }
}
