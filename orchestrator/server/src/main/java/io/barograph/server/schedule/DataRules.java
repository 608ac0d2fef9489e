package io.barograph.server.schedule;

import io.barograph.api.SweepState;
import io.barograph.api.TrialState;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import java.time.Instant;
import java.util.List;

/**
 * Who may run the trials of a sweep whose data is not at every worker: those that hold it or have not tried. Once a trial has
 * come back without its data, and nobody is left who could have it, it fails; one that has not been tried yet is tried once
 * more by whoever asks, since data may have come.
 */
final class DataRules {
    private final Roster roster;
    private final SlotBook slots;

    DataRules(Roster roster, SlotBook slots) {
        this.roster = roster;
        this.slots = slots;
    }

    /** Whether a trial that is ready may go to this worker. */
    boolean mayStart(SweepProjection sweep, TrialEntry trial, String worker, Instant now) {
        if (sweep.withoutData().isEmpty() || roster.holdsData(worker, sweep)) {
            return true;
        }
        if (sweep.withoutData().contains(worker)) {
            return trial.withoutData() == 0 && isHopeless(sweep, now);
        }
        return slots.idle(now).stream().noneMatch(idle -> isForSweep(idle, sweep));
    }

    /** A worker that holds the data and has nothing to do is better than one that may have to look for it. */
    private boolean isForSweep(SlotBook.Free idle, SweepProjection sweep) {
        return idle.labels().containsAll(sweep.spec().requiredLabels()) && roster.holdsData(idle.worker(), sweep);
    }

    /** Whether a live worker other than this one may have the data of a sweep, or such a one may not have been heard of yet. */
    boolean mayBeElsewhere(SweepProjection sweep, String worker, Instant now) {
        return !roster.knowsAll(now)
                || roster.fitting(sweep.spec().requiredLabels(), now).stream()
                        .anyMatch(other -> !other.name().equals(worker) && mayHave(other, sweep));
    }

    /** Waiting trials that came back without their data, when no live worker may have it. */
    List<TrialEntry> hopeless(SweepProjection sweep, Instant now) {
        if (sweep.withoutData().isEmpty() || sweep.state() != SweepState.RUNNING || !isHopeless(sweep, now)) {
            return List.of();
        }
        return sweep.trials().stream()
                .filter(trial -> trial.state() == TrialState.WAITING && trial.returned() == ReturnCause.WITHOUT_DATA)
                .toList();
    }

    private boolean isHopeless(SweepProjection sweep, Instant now) {
        List<Roster.Worker> fitting = roster.fitting(sweep.spec().requiredLabels(), now);
        return roster.knowsAll(now)
                && !fitting.isEmpty()
                && fitting.stream().noneMatch(worker -> mayHave(worker, sweep));
    }

    private boolean mayHave(Roster.Worker worker, SweepProjection sweep) {
        return !sweep.withoutData().contains(worker.name()) || roster.holdsData(worker.name(), sweep);
    }
}
