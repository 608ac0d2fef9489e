package io.barograph.server.schedule;

import io.barograph.server.state.SweepProjection;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What the scheduler that decides knows at a moment.
 *
 * @param sweeps all that have not ended, and some that ended lately; they change with its next decision
 * @param workers labels of each worker that was heard of lately
 * @param sure whether these are all workers that live and all of their labels
 * @param busySlots that run an attempt
 * @param idleSlots that wait for a trial
 */
public record Standing(
        Collection<SweepProjection> sweeps, List<Set<String>> workers, boolean sure, int busySlots, int idleSlots) {
    public Standing {
        workers = List.copyOf(workers);
    }

    /** Whether it is certain that no worker has these labels. */
    boolean nobodyHas(Set<String> required) {
        return sure && workers.stream().noneMatch(labels -> labels.containsAll(required));
    }
}
