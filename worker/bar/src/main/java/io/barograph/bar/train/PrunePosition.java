package io.barograph.bar.train;

import java.util.HashMap;
import java.util.Map;

/**
 * Where a prune phase stands.
 *
 * @param epochsDone epochs of this phase that are done
 * @param epochsBefore prune epochs of the looser rungs that this phase goes on from; 0 for one that starts dense
 * @param startVolume volume at the start of this phase, in maps·pixels
 * @param stepsOverBudget steps of this phase whose volume was above the budget of the moment
 */
record PrunePosition(int epochsDone, int epochsBefore, double startVolume, int stepsOverBudget) {
    private static final String EPOCHS_BEFORE = "pruneEpochsBefore";
    private static final String START_VOLUME = "pruneStartVolume";
    private static final String STEPS_OVER_BUDGET = "pruneStepsOverBudget";

    /** The position that a checkpoint of a prune phase holds. */
    static PrunePosition of(Checkpoint checkpoint, long denseVolume) {
        return new PrunePosition(
                checkpoint.epochsDone(),
                epochsBefore(checkpoint),
                checkpoint.facts().getOrDefault(START_VOLUME, (double) denseVolume),
                checkpoint.facts().getOrDefault(STEPS_OVER_BUDGET, 0.0).intValue());
    }

    /** Prune epochs of looser rungs, from a checkpoint of any phase. */
    static int epochsBefore(Checkpoint checkpoint) {
        return checkpoint.facts().getOrDefault(EPOCHS_BEFORE, 0.0).intValue();
    }

    /** The start of the next rung, which goes on from the end of this phase. */
    PrunePosition branch(long volume) {
        return new PrunePosition(0, epochsBefore + epochsDone, volume, 0);
    }

    PrunePosition after(int done, int overBudget) {
        return new PrunePosition(done, epochsBefore, startVolume, overBudget);
    }

    Map<String, Double> facts() {
        Map<String, Double> facts = new HashMap<>(lastingFacts());
        facts.put(STEPS_OVER_BUDGET, (double) stepsOverBudget);
        return facts;
    }

    /** What later phases must know of it. */
    Map<String, Double> lastingFacts() {
        return epochsBefore == 0 ? Map.of() : Map.of(EPOCHS_BEFORE, (double) epochsBefore, START_VOLUME, startVolume);
    }
}
