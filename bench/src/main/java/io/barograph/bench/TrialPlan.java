package io.barograph.bench;

import io.barograph.bar.data.Augmentation;
import io.barograph.bar.engine.Precision;
import io.barograph.bar.train.NetworkRecipe;
import io.barograph.bar.train.TrialRecipe;

/**
 * Which trials {@link TrialBench} compares, and what each of them is.
 *
 * @param quick one budget and few epochs instead of all
 */
record TrialPlan(boolean quick) {
    static final String OURS = "ours";
    static final String LADDER = "our ladder";
    static final String PEER = "peer";

    /** Images a step. */
    static final int BATCH = 64;

    /** The budget of the single trial that is compared. */
    static final double SINGLE = 0.125;

    private static final double[] ALL = {0.5, 0.25, 0.125, 0.0625};

    /** The budgets, the loosest first. */
    double[] budgets() {
        return quick ? new double[] {SINGLE} : ALL.clone();
    }

    boolean hasLadder() {
        return !quick;
    }

    /** A trial on its own, on either side: the quickstart's recipe. */
    TrialRecipe recipe(double budget, int seed) {
        TrialRecipe.Prune prune = new TrialRecipe.Prune(quick ? 2 : 5, 2e-3, 45, 0.024, 2e4);
        TrialRecipe.FineTune tune = quick ? new TrialRecipe.FineTune(2, 0, 3e-3) : new TrialRecipe.FineTune(4, 6, 3e-3);
        return recipe(budget, seed, prune, new TrialRecipe.Rung(2, 30, 0.5), tune);
    }

    /** A trial of the ladder, which as a whole needs fewer epochs. */
    TrialRecipe ladderRecipe(double budget, int seed) {
        return recipe(
                budget,
                seed,
                new TrialRecipe.Prune(3, 2e-3, 45, 0.024, 2e4),
                new TrialRecipe.Rung(2, 30, 0.35),
                new TrialRecipe.FineTune(3, 9, 3e-3));
    }

    private TrialRecipe recipe(
            double budget, int seed, TrialRecipe.Prune prune, TrialRecipe.Rung rung, TrialRecipe.FineTune tune) {
        return new TrialRecipe(
                new NetworkRecipe(NetworkRecipe.Kind.RESNET, 20, 16),
                budget,
                seed,
                BATCH,
                0.02,
                Precision.FLOAT32,
                new Augmentation(true, 0),
                new TrialRecipe.Pretrain(quick ? 2 : 10, 3e-3),
                prune,
                rung,
                tune,
                new TrialRecipe.Distillation(4, 0.9));
    }

    /** Epochs of pruning and fine-tuning that a side needs at a budget. */
    int epochs(String side, double budget) {
        TrialRecipe recipe = recipe(budget, 1);
        if (side.equals(LADDER)) {
            recipe = budget < ALL[0] ? ladderRecipe(budget, 1).onRung() : ladderRecipe(budget, 1);
        }
        return recipe.prune().epochs() + recipe.fineTune().epochsAt(budget);
    }
}
