package io.barograph.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workers that were heard of lately, by name.
 *
 * @param names at most {@value #MAX_NAMES}
 * @param complete whether every live worker must have been heard of by now; false for a while after a new scheduler leads
 * @param workers what each of them has and does; null from an older orchestrator
 */
public record WorkerList(List<String> names, boolean complete, @Nullable List<WorkerView> workers) implements Message {
    public static final int MAX_NAMES = 1000;

    public WorkerList {
        names = List.copyOf(names);
        workers = workers == null ? null : List.copyOf(workers);
    }

    public static WorkerList of(List<WorkerView> workers, boolean complete) {
        return new WorkerList(workers.stream().map(WorkerView::name).toList(), complete, workers);
    }
}
