package io.barograph.api;

/**
 * Training of the compact network; smaller budgets get more epochs.
 *
 * @param epochs epochs down to budget one half, at least 0
 * @param epochsPerHalving further epochs for each further halving of the budget
 * @param learningRate start of the cosine schedule
 */
public record FineTuneSpec(int epochs, double epochsPerHalving, double learningRate) {
    public static final FineTuneSpec DEFAULT = new FineTuneSpec(4, 6, 0.003);

    public FineTuneSpec {
        Checks.atLeast("training.fineTune.epochs", 0, epochs);
        Checks.notNegative("training.fineTune.epochsPerHalving", epochsPerHalving);
        Checks.positive("training.fineTune.learningRate", learningRate);
    }

    /** Epochs at {@code budget} in (0, 1]: {@code epochs + epochsPerHalving * (log2(1 / budget) - 1)}, rounded, at least {@code epochs}. */
    public int epochsAt(double budget) {
        double halvings = -Math.log(Checks.budget(budget)) / Math.log(2);
        return Math.max(epochs, (int) Math.round(epochs + epochsPerHalving * (halvings - 1)));
    }
}
