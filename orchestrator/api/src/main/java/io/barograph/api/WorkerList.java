package io.barograph.api;

import java.util.List;

/**
 * Workers that were heard of lately, by name.
 *
 * @param names at most {@value #MAX_NAMES}
 * @param complete whether every live worker must have been heard of by now; false for a while after a new scheduler leads
 */
public record WorkerList(List<String> names, boolean complete) implements Message {
    public static final int MAX_NAMES = 1000;

    public WorkerList {
        names = List.copyOf(names);
    }
}
