package io.barograph.bar.train;

import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.TrainingMachine;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a checkpoint comes from.
 *
 * @param trial all that decides the trial, by name
 * @param machine where it was trained
 */
record CheckpointOrigin(Map<String, String> trial, TrainingMachine machine) {
    private static final int LONGEST_SHOWN = 100;

    /** What a rung's trial has of its own; all else it shares with the looser one. */
    private static final Set<String> OF_A_RUNG = Set.of("budget", "rung", "fineTune");

    CheckpointOrigin {
        trial = Collections.unmodifiableMap(new TreeMap<>(trial));
    }

    /** A trial on this machine, as the calling thread trains it. */
    static CheckpointOrigin of(TrialRecipe recipe, ImageDataset data) {
        Map<String, String> trial = new TreeMap<>();
        trial.put("network", recipe.network().toString());
        trial.put("budget", Double.toString(recipe.budget()));
        trial.put("seed", Long.toString(recipe.seed()));
        trial.put("batchSize", Integer.toString(recipe.batchSize()));
        trial.put("weightDecay", Double.toString(recipe.weightDecay()));
        trial.put("precision", recipe.precision().toString());
        trial.put("augmentation", recipe.augmentation().toString());
        trial.put("pretrain", recipe.pretrain().toString());
        trial.put("prune", recipe.prune().toString());
        trial.put("rung", recipe.rung().toString());
        trial.put("fineTune", recipe.fineTune().toString());
        trial.put("distillation", recipe.distillation().toString());
        trial.put("images", data.contentHash());
        return new CheckpointOrigin(trial, TrainingMachine.here());
    }

    /** Why a checkpoint is not one of this trial, or null if it is. */
    @Nullable
    String foreign(CheckpointOrigin made) {
        return difference(made, Set.of());
    }

    /** Why a looser trial's snapshot is none that this trial can go on from, or null if it is. */
    @Nullable
    String foreignRung(CheckpointOrigin made) {
        return difference(made, OF_A_RUNG);
    }

    private @Nullable String difference(CheckpointOrigin made, Set<String> free) {
        for (Map.Entry<String, String> own : trial.entrySet()) {
            String other = made.trial.get(own.getKey());
            if (!free.contains(own.getKey()) && !own.getValue().equals(other)) {
                return "it belongs to another trial: its " + own.getKey() + " is " + shown(other) + ", this one's "
                        + shown(own.getValue());
            }
        }
        return null;
    }

    private static String shown(@Nullable String value) {
        String text = String.valueOf(value);
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
