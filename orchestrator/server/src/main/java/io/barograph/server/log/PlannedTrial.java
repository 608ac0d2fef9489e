package io.barograph.server.log;

import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialConfig;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A chosen point of the search space, without the training settings that all trials share.
 *
 * @param trial name within the sweep
 * @param index 0-based order in the sweep
 * @param budget asked fraction of the dense volume
 * @param seed training seed
 * @param parameters searched values by training key
 * @param after the trial with the next looser budget, which this one goes on from; null: it prunes from the dense network
 */
public record PlannedTrial(
        String trial,
        int index,
        double budget,
        long seed,
        SortedMap<String, Double> parameters,
        @Nullable String after) {
    public PlannedTrial {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /** The name of the trial with this index: {@code t0000}, {@code t0001}, ... */
    public static String nameOf(int index) {
        return String.format("t%04d", index);
    }

    /** This trial with its parameters applied to the sweep's training. */
    public TrialConfig resolve(TrainingSpec training) {
        return new TrialConfig(
                trial, index, budget, seed, new TreeMap<>(parameters), training.withParameters(parameters));
    }
}
