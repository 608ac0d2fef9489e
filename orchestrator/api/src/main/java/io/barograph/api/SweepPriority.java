package io.barograph.api;

/**
 * Gives a sweep another priority; answered by {@link SweepView} after it is stored.
 *
 * @param priority see {@link SchedulingSpec}
 */
public record SweepPriority(String sweep, int priority) implements Message {
    public SweepPriority {
        Checks.name("sweep", sweep);
        SchedulingSpec.requirePriority("priority", priority);
    }
}
