package io.barograph.server.schedule;

import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** Which running attempts leave at a checkpoint, for ready trials of a higher priority that find no slot. */
final class Preemption {
    private static final Comparator<SlotBook.Hold> LEAST_LOSS_FIRST = Comparator.<SlotBook.Hold>comparingInt(
                    hold -> hold.sweep().priority())
            .thenComparing(SlotBook.Hold::startedAt, Comparator.reverseOrder());

    private Preemption() {}

    /** An attempt that is to leave, and for which sweep. */
    record Leave(SlotBook.Hold hold, SweepProjection inFavourOf) {}

    /**
     * Attempts to leave, the lowest priority first and of those the youngest, as many as ready trials are left without a
     * slot when those that are free, or are becoming free, are given out.
     */
    static List<Leave> due(Collection<SweepProjection> sweeps, SlotBook slots, DataRules data, Instant now) {
        List<SweepProjection> wanting = sweeps.stream()
                .filter(Turns::starts)
                .filter(sweep -> sweep.nextReady(now) != null)
                .sorted(Comparator.comparingInt(SweepProjection::priority).reversed())
                .toList();
        if (wanting.isEmpty()) {
            return List.of();
        }
        List<SlotBook.Hold> victims =
                slots.held().stream().sorted(LEAST_LOSS_FIRST).toList();
        if (victims.isEmpty()
                || victims.get(0).sweep().priority() >= wanting.get(0).priority()) {
            return List.of();
        }
        List<SlotBook.Free> free = new ArrayList<>(slots.becomingFree(now));
        List<SlotBook.Hold> left = new ArrayList<>(victims);
        List<Leave> leave = new ArrayList<>();
        for (SweepProjection sweep : wanting) {
            int wanted = Math.min(Turns.room(sweep), sweep.countReady(now, free.size() + left.size()));
            wanted -= take(free, sweep, wanted, data, now);
            for (Iterator<SlotBook.Hold> next = left.iterator(); wanted > 0 && next.hasNext(); ) {
                SlotBook.Hold hold = next.next();
                if (hold.sweep().priority() < sweep.priority()
                        && !hold.leaving()
                        && canRun(hold.slot(), sweep, data, now)) {
                    leave.add(new Leave(hold, sweep));
                    next.remove();
                    wanted--;
                }
            }
        }
        return leave;
    }

    private static int take(List<SlotBook.Free> free, SweepProjection sweep, int most, DataRules data, Instant now) {
        int taken = 0;
        for (Iterator<SlotBook.Free> next = free.iterator(); taken < most && next.hasNext(); ) {
            if (canRun(next.next(), sweep, data, now)) {
                next.remove();
                taken++;
            }
        }
        return taken;
    }

    private static boolean canRun(SlotBook.Free slot, SweepProjection sweep, DataRules data, Instant now) {
        TrialEntry trial = sweep.nextReady(now);
        return trial != null
                && slot.labels().containsAll(sweep.spec().requiredLabels())
                && data.mayStart(sweep, trial, slot.worker(), now);
    }
}
