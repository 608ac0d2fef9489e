package io.barograph.server.state;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Trials that may start, by index, and since when: a trial that is taken out and put back within one change stays. */
final class ReadyTrials {
    private final TreeSet<Integer> ready = new TreeSet<>();
    private final Map<Integer, Instant> since = new HashMap<>();
    private final Set<Integer> touched = new HashSet<>();

    /** In the order of the plan. */
    Iterable<Integer> inOrder() {
        return ready;
    }

    void add(int index) {
        ready.add(index);
        touched.add(index);
    }

    void addAll(Collection<Integer> indices) {
        indices.forEach(this::add);
    }

    void remove(int index) {
        ready.remove(index);
        touched.add(index);
    }

    void removeAll(Collection<Integer> indices) {
        indices.forEach(this::remove);
    }

    /** A change is complete that happened then. */
    void settle(Instant at) {
        for (int index : touched) {
            if (ready.contains(index)) {
                since.putIfAbsent(index, at);
            } else {
                since.remove(index);
            }
        }
        touched.clear();
    }

    /** @throws IllegalArgumentException if it is not ready */
    Instant since(int index) {
        Instant known = since.get(index);
        if (known == null) {
            throw new IllegalArgumentException("trial " + index + " is not ready");
        }
        return known;
    }
}
