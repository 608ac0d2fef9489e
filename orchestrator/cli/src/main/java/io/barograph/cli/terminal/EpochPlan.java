package io.barograph.cli.terminal;

import io.barograph.api.Phase;
import io.barograph.api.TrainingSpec;

/** How many epochs each phase of a trial has. A trial with budget 1 is the dense network: pretraining alone. */
public record EpochPlan(int pretrain, int prune, int fineTune, double budget) {
    private static final double PRUNE_COST = 1.3;
    private static final double LEAST_COMPACT_COST = 0.3;

    public static EpochPlan of(TrainingSpec training, double budget) {
        int pretrain = training.pretrain().epochs();
        return budget == 1
                ? new EpochPlan(pretrain, 0, 0, budget)
                : new EpochPlan(
                        pretrain, training.prune().epochs(), training.fineTune().epochsAt(budget), budget);
    }

    /** The plan of a trial that goes on from a looser one of a ladder. */
    public static EpochPlan onRung(TrainingSpec training, double budget) {
        return new EpochPlan(
                training.pretrain().epochs(),
                training.rung().epochs(),
                training.rung().fineTuneEpochs(training.fineTune().epochsAt(budget)),
                budget);
    }

    /** Epochs of one phase. */
    public int epochs(Phase phase) {
        return switch (phase) {
            case PRETRAIN -> pretrain;
            case PRUNE -> prune;
            case COMPACT -> 0;
            case FINE_TUNE -> fineTune;
        };
    }

    /** The number within its phase of an epoch that is counted over all phases. */
    public int withinPhase(Phase phase, int epoch) {
        return switch (phase) {
            case PRETRAIN -> epoch;
            case PRUNE, COMPACT -> epoch - pretrain;
            case FINE_TUNE -> epoch - pretrain - prune;
        };
    }

    /**
     * Expected work up to a place in the trial, in pretraining epochs; a compact network's epochs cost less.
     *
     * @param epochs epochs over all phases, with a fraction
     */
    double work(double epochs) {
        double pruned = Math.min(prune, Math.max(0, epochs - pretrain));
        double tuned = Math.min(fineTune, Math.max(0, epochs - pretrain - prune));
        double compactCost = LEAST_COMPACT_COST + (1 - LEAST_COMPACT_COST) * budget;
        return Math.min(pretrain, epochs) + PRUNE_COST * pruned + compactCost * tuned;
    }

    int total() {
        return pretrain + prune + fineTune;
    }
}
