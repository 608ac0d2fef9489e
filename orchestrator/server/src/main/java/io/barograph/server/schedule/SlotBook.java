package io.barograph.server.schedule;

import io.barograph.api.TrialAsk;
import io.barograph.api.TrialMessage;
import io.barograph.api.TrialState;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What each worker's slot was given last, and when it was last heard of. */
final class SlotBook {
    private final Duration trialLease;
    private final Map<Slot, Hold> holds = new HashMap<>();

    SlotBook(Duration trialLease) {
        this.trialLease = trialLease;
    }

    private record Slot(String worker, int slot) {}

    /** An attempt in a slot. */
    static final class Hold {
        private final SweepProjection sweep;
        private final TrialEntry trial;
        private final TrialStarted started;
        private Instant heard;

        private Hold(SweepProjection sweep, TrialEntry trial, TrialStarted started, Instant heard) {
            this.sweep = sweep;
            this.trial = trial;
            this.started = started;
            this.heard = heard;
        }

        SweepProjection sweep() {
            return sweep;
        }

        TrialEntry trial() {
            return trial;
        }

        String worker() {
            return started.worker();
        }

        long askNumber() {
            return started.askNumber();
        }

        boolean running() {
            return trial.state() == TrialState.RUNNING && trial.attempt() == started.attempt();
        }
    }

    void started(SweepProjection sweep, TrialEntry trial, Instant now) {
        TrialStarted started = Objects.requireNonNull(trial.started());
        holds.put(new Slot(started.worker(), started.slot()), new Hold(sweep, trial, started, now));
    }

    @Nullable
    Hold holdOf(TrialAsk ask) {
        return holds.get(new Slot(ask.worker(), ask.slot()));
    }

    /** A report of the current attempt arrived. */
    void heard(SweepProjection sweep, TrialMessage message, Instant now) {
        TrialEntry trial = sweep.trial(message.trial());
        TrialStarted started = trial == null ? null : trial.started();
        if (started != null && started.attempt() == message.attempt()) {
            Hold hold = holds.get(new Slot(started.worker(), started.slot()));
            if (hold != null && hold.started.equals(started)) {
                hold.heard = now;
            }
        }
    }

    /** Running attempts that have been silent for longer than their lease. */
    List<Hold> silentSince(Instant now) {
        Instant before = now.minus(trialLease);
        List<Hold> silent = new ArrayList<>();
        for (Hold hold : holds.values()) {
            if (hold.running() && hold.heard.isBefore(before)) {
                silent.add(hold);
            }
        }
        return silent;
    }
}
