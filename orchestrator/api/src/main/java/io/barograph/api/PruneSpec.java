package io.barograph.api;

/**
 * The pruning phase.
 *
 * @param epochs at least 1; the phase needs at least 200 steps, which depends on the data
 * @param learningRate rate of the weights
 * @param gateDistance distance that log alpha can travel in the phase; the gates' rate is this over the steps
 * @param sparsityWeight weight of the sparsity loss, normalised by the dense volume
 * @param barrierMax cap of the barrier
 */
public record PruneSpec(
        int epochs, double learningRate, double gateDistance, double sparsityWeight, double barrierMax) {
    public static final PruneSpec DEFAULT = new PruneSpec(5, 0.002, 45, 0.024, 20_000);

    public PruneSpec {
        Checks.atLeast("training.prune.epochs", 1, epochs);
        Checks.positive("training.prune.learningRate", learningRate);
        Checks.positive("training.prune.gateDistance", gateDistance);
        Checks.positive("training.prune.sparsityWeight", sparsityWeight);
        Checks.positive("training.prune.barrierMax", barrierMax);
    }
}
