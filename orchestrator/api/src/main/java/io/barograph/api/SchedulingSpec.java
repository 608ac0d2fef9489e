package io.barograph.api;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A sweep's place among others and the workers it needs.
 *
 * @param priority -100 to 100; trials of a higher one start first and take running slots from lower ones, which leave at a
 *     checkpoint
 * @param share 1 to 100; sweeps of one priority get slots in proportion to their shares
 * @param maxParallelTrials most trials at a time, or null: as many as there are slots
 * @param requires labels that a worker must have to run its trials
 */
public record SchedulingSpec(int priority, int share, @Nullable Integer maxParallelTrials, SortedSet<String> requires) {
    /** Bound of priorities in both directions. */
    public static final int MAX_PRIORITY = 100;

    public static final SchedulingSpec DEFAULT = new SchedulingSpec(0, 1, null, new TreeSet<>());

    private static final int MAX_SHARE = 100;
    private static final int MAX_LABELS = 16;

    public SchedulingSpec {
        requirePriority("scheduling.priority", priority);
        Checks.require(share >= 1 && share <= MAX_SHARE, share, "scheduling.share", share, "be 1 to " + MAX_SHARE);
        if (maxParallelTrials != null) {
            Checks.atLeast("scheduling.maxParallelTrials", 1, maxParallelTrials);
        }
        requires = Collections.unmodifiableSortedSet(new TreeSet<>(requires));
        Checks.require(
                requires.size() <= MAX_LABELS, requires, "scheduling.requires", requires, "have at most " + MAX_LABELS);
        requires.forEach(label -> Checks.name("scheduling.requires", label));
    }

    static int requirePriority(String what, int priority) {
        boolean known = Math.abs((long) priority) <= MAX_PRIORITY;
        return Checks.require(known, priority, what, priority, "be -" + MAX_PRIORITY + " to " + MAX_PRIORITY);
    }
}
