package io.barograph.server.verify;

import io.barograph.api.SweepState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What was found in one sweep.
 *
 * @param state of the sweep by its log
 * @param found how much there was to look at
 * @param checked by invariant, how often it was looked at; absent if never
 * @param violations in the order of the log, then of the tables
 */
public record Verification(
        String sweep, SweepState state, Found found, Map<Invariant, Integer> checked, List<Violation> violations) {
    public Verification {
        EnumMap<Invariant, Integer> sorted = new EnumMap<>(Invariant.class);
        sorted.putAll(checked);
        checked = Collections.unmodifiableMap(sorted);
        violations = List.copyOf(violations);
    }

    /**
     * Sizes of a sweep.
     *
     * @param unchecked entries of kinds that this package knows no rule for
     */
    public record Found(int entries, int trials, int attempts, int epochs, int results, int fronts, int unchecked) {}

    /** Whether everything is as it must be. */
    public boolean ok() {
        return violations.isEmpty();
    }

    /** How many violations of an invariant there are. */
    public long violated(Invariant invariant) {
        return violations.stream()
                .filter(violation -> violation.invariant() == invariant)
                .count();
    }
}
