package io.barograph.server.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Collects what the checks find. */
final class Findings {
    private final Map<Invariant, Integer> checked = new EnumMap<>(Invariant.class);
    private final List<Violation> violations = new ArrayList<>();

    /** Counts a check, and its violation if it does not hold. */
    void require(boolean holds, Invariant invariant, String place, Supplier<String> sentence) {
        checked.merge(invariant, 1, Integer::sum);
        if (!holds) {
            violations.add(new Violation(invariant, place, sentence.get()));
        }
    }

    /** A check of stored content, which may be anything: what it stumbles over is a violation too. */
    void guarded(String place, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            require(false, Invariant.READABLE, place, () -> "cannot be checked: " + e);
        }
    }

    Map<Invariant, Integer> checked() {
        return checked;
    }

    List<Violation> violations() {
        return violations;
    }

    static String entry(long sequence) {
        return "entry " + sequence;
    }
}
