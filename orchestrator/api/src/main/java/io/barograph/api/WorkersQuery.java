package io.barograph.api;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Asks the scheduler which workers are there; answered by {@link WorkerList}.
 *
 * @param labels that they have, all of them; may be empty
 */
public record WorkersQuery(SortedSet<String> labels) implements Message {
    public WorkersQuery {
        labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
        labels.forEach(label -> Checks.name("labels", label));
    }
}
