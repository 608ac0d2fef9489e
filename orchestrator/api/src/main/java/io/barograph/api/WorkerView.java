package io.barograph.api;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A live worker as the scheduler knows it.
 *
 * @param labels what it has, see {@link WorkerLabels}; of one that has not asked since this scheduler leads, what its trials require
 * @param datasets hashes of the data sets that it holds
 * @param heard when it was heard of last
 * @param slots those that were heard of lately, in order
 */
public record WorkerView(
        String name, SortedSet<String> labels, SortedSet<String> datasets, Instant heard, List<WorkerSlot> slots) {
    public WorkerView {
        Checks.text("name", name);
        labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
        datasets = Collections.unmodifiableSortedSet(new TreeSet<>(datasets));
        slots = List.copyOf(slots);
    }
}
