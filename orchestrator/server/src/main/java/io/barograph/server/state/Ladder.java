package io.barograph.server.state;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which trials go on from which, by index. A trial is held until its looser neighbour has passed: left its rung, or ended
 * without one. Whoever has passed once has passed for good, so that everything looser has passed too.
 */
final class Ladder {
    private final Map<Integer, Integer> looser = new HashMap<>();
    private final Map<Integer, Integer> tighter = new HashMap<>();
    private final Map<Integer, String> rungs = new HashMap<>();
    private final BitSet passed = new BitSet();

    /** @throws IllegalArgumentException if another trial goes on from the same one */
    void add(int index, int from) {
        looser.put(index, from);
        Integer other = tighter.put(from, index);
        if (other != null) {
            throw new IllegalArgumentException("trials " + other + " and " + index + " both go on from trial " + from);
        }
    }

    /** Whether a trial goes on from this one. */
    boolean leavesRung(int index) {
        return tighter.containsKey(index);
    }

    /** The looser neighbour that holds this trial, or null if it may start. */
    @Nullable
    Integer heldBy(int index) {
        Integer from = looser.get(index);
        return from == null || passed.get(from) ? null : from;
    }

    /** The rung of the nearest looser trial that has left one, or null. */
    @Nullable
    String rungFor(int index) {
        Integer from = looser.get(index);
        return from == null ? null : nearestRung(from);
    }

    private @Nullable String nearestRung(int index) {
        String rung = rungs.get(index);
        return rung == null ? rungFor(index) : rung;
    }

    /** Every rung that this trial may be given, should nearer ones be lost. */
    Set<String> rungsBefore(int index) {
        Set<String> before = new HashSet<>();
        for (Integer from = looser.get(index); from != null; from = looser.get(from)) {
            String rung = rungs.get(from);
            if (rung != null) {
                before.add(rung);
            }
        }
        return before;
    }

    /** The trial left its rung; the trial that this sets free, or null. */
    @Nullable
    Integer onRung(int index, String rung) {
        rungs.put(index, rung);
        return pass(index);
    }

    /** The trial ended; the trial that this sets free, or null. */
    @Nullable
    Integer onEnded(int index) {
        return pass(index);
    }

    private @Nullable Integer pass(int index) {
        boolean before = passed.get(index);
        passed.set(index);
        return before ? null : tighter.get(index);
    }

    /** A rung that was given to this trial cannot be had: from now on it counts as not left. */
    void forget(int index, String rung) {
        for (Integer from = looser.get(index); from != null; from = looser.get(from)) {
            rungs.remove(from, rung);
        }
    }
}
