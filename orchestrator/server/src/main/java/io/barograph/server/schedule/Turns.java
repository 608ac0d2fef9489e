package io.barograph.server.schedule;

import io.barograph.api.SweepState;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialState;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Whose turn it is when a slot is free: the higher priority, then whoever has the fewest slots for its share, then whose data is there. */
final class Turns {
    private static final Comparator<SweepProjection> BY_PRIORITY =
            Comparator.comparingInt(SweepProjection::priority).reversed();

    /** Weighted fair sharing of slots, the one that is furthest below its share first. */
    private static final Comparator<SweepProjection> BY_SHARE = (one, other) -> Long.compare(
            running(one) * (long) other.spec().scheduling().share(),
            running(other) * (long) one.spec().scheduling().share());

    private Turns() {}

    /**
     * The sweep whose next ready trial starts in the slot that asks, or null if none has one that its worker can run.
     *
     * @param sweeps in order of submission, which decides between equals
     */
    static @Nullable SweepProjection next(
            Collection<SweepProjection> sweeps, TrialAsk ask, DataRules data, Instant now) {
        return sweeps.stream()
                .filter(sweep ->
                        starts(sweep) && ask.labels().containsAll(sweep.spec().requiredLabels()))
                .filter(sweep -> {
                    TrialEntry trial = sweep.nextReady(now);
                    return trial != null && data.mayStart(sweep, trial, ask.worker(), now);
                })
                .min(BY_PRIORITY.thenComparing(BY_SHARE).thenComparing(sweep -> !holdsData(ask, sweep)))
                .orElse(null);
    }

    private static boolean holdsData(TrialAsk ask, SweepProjection sweep) {
        String hash = sweep.spec().dataset().hash();
        return hash != null && ask.datasets().contains(hash);
    }

    /** Whether one more trial of the sweep may start, were it ready. */
    static boolean starts(SweepProjection sweep) {
        return sweep.state() == SweepState.RUNNING && room(sweep) > 0;
    }

    /** How many more trials may run at a time. */
    static int room(SweepProjection sweep) {
        Integer most = sweep.spec().scheduling().maxParallelTrials();
        return most == null ? Integer.MAX_VALUE : most - running(sweep);
    }

    private static int running(SweepProjection sweep) {
        return sweep.count(TrialState.RUNNING);
    }
}
