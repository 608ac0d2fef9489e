package io.barograph.api;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One point of the search space, resolved.
 *
 * @param trial name within the sweep, for example {@code t0003}
 * @param index 0-based order in the sweep
 * @param budget asked fraction of the dense volume, in (0, 1]
 * @param seed training seed
 * @param parameters the searched values by training key; whole numbers are kept as Long, others as Double
 * @param training the sweep's training with these parameters applied
 */
public record TrialConfig(
        String trial,
        int index,
        double budget,
        long seed,
        SortedMap<String, Object> parameters,
        TrainingSpec training) {
    public TrialConfig {
        Checks.name("trial", trial);
        Checks.atLeast("index", 0, index);
        Checks.budget(budget);
        SortedMap<String, Object> copy = new TreeMap<>();
        parameters.forEach((key, value) -> copy.put(key, canonical(key, value)));
        parameters = Collections.unmodifiableSortedMap(copy);
    }

    private static Object canonical(String key, Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("parameter " + key + " must be a finite number, was " + value);
    }
}
