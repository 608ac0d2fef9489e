package io.barograph.server.schedule;

import io.barograph.api.TrialAsk;
import io.barograph.api.TrialMessage;
import io.barograph.api.TrialState;
import io.barograph.api.TrialStop;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each worker's slot was given last, and when it was last heard of. */
final class SlotBook {
    private static final Duration ASKS_AGAIN = Duration.ofSeconds(3); // a slot that has not asked since is gone
    private static final Duration LEAVES = Duration.ofMinutes(1); // one that has not left since may never

    private final Duration trialLease;
    private final Map<Slot, Hold> holds = new HashMap<>();
    private final Map<Slot, Idle> idle = new HashMap<>();
    private final Map<Slot, SlotAsks> asks = new HashMap<>();

    SlotBook(Duration trialLease) {
        this.trialLease = trialLease;
    }

    private record Slot(String worker, int slot) {
        private static Slot of(TrialAsk ask) {
            return new Slot(ask.worker(), ask.slot());
        }
    }

    /** A slot that was given nothing when it asked last. */
    private record Idle(Set<String> labels, Instant asked) {}

    /** A slot that could take a trial, now or soon. */
    record Free(String worker, Set<String> labels) {}

    /** An attempt in a slot. */
    static final class Hold {
        private final SweepProjection sweep;
        private final TrialEntry trial;
        private final TrialStarted started;
        private final Set<String> labels;
        private final Instant startedAt;
        private Instant heard;
        private @Nullable String leaves;
        private Instant leavesSince = Instant.MIN;

        private Hold(SweepProjection sweep, TrialEntry trial, TrialStarted started, Set<String> labels, Instant heard) {
            this.sweep = sweep;
            this.trial = trial;
            this.started = started;
            this.labels = labels;
            this.startedAt = heard;
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

        /** The 0-based slot of the worker. */
        int number() {
            return started.slot();
        }

        /** Whether the attempt was the answer to this ask. */
        boolean answers(TrialAsk ask) {
            return started.askNumber() == ask.askNumber() && Objects.equals(started.incarnation(), ask.incarnation());
        }

        /** A report of the attempt arrived. */
        void heard(Instant now) {
            heard = now;
        }

        TrialStop stop() {
            return new TrialStop(sweep.sweep(), trial.trial(), started.attempt(), sweep.number());
        }

        Free slot() {
            return new Free(worker(), labels);
        }

        /** By this scheduler's clock; an attempt that it took over counts from then. */
        Instant startedAt() {
            return startedAt;
        }

        /** Asks the attempt to be given back. */
        void leave(String reason, Instant now) {
            leaves = reason;
            leavesSince = now;
        }

        boolean leaving() {
            return leaves != null;
        }

        /** Why it was asked to leave, or null if it was not. */
        @Nullable
        String leaves() {
            return leaves;
        }

        boolean running() {
            return trial.state() == TrialState.RUNNING && trial.attempt() == started.attempt();
        }
    }

    /** An attempt began before this scheduler led; its worker has at least what it requires. */
    void takenOver(SweepProjection sweep, TrialEntry trial, Instant now) {
        TrialStarted started = Objects.requireNonNull(trial.started());
        Set<String> labels = sweep.spec().requiredLabels();
        Slot slot = new Slot(started.worker(), started.slot());
        holds.put(slot, new Hold(sweep, trial, started, labels, now));
        isLate(slot, started.incarnation(), started.askNumber());
    }

    void started(SweepProjection sweep, TrialEntry trial, TrialAsk ask, Instant now) {
        TrialStarted started = Objects.requireNonNull(trial.started());
        holds.put(Slot.of(ask), new Hold(sweep, trial, started, ask.labels(), now));
        idle.remove(Slot.of(ask));
    }

    /** A sweep that has ended is gone; that its attempts were answered to their asks is still known. */
    void forget(SweepProjection sweep) {
        holds.entrySet().removeIf(entry -> {
            Hold hold = entry.getValue();
            if (hold.sweep != sweep) {
                return false;
            }
            asks(entry.getKey()).over(hold.started.incarnation(), hold.started.askNumber());
            return true;
        });
    }

    /** Whether the slot has asked anew since, so that nobody waits for the answer; takes note of an ask that is not late. */
    boolean isLate(TrialAsk ask) {
        return isLate(Slot.of(ask), ask.incarnation(), ask.askNumber());
    }

    private boolean isLate(Slot slot, @Nullable String incarnation, long number) {
        return asks(slot).isLate(incarnation, number);
    }

    private SlotAsks asks(Slot slot) {
        return asks.computeIfAbsent(slot, key -> new SlotAsks(key.worker, key.slot));
    }

    /** There was nothing for this slot; it will ask again. */
    void nothingFor(TrialAsk ask, Instant now) {
        idle.put(Slot.of(ask), new Idle(ask.labels(), now));
    }

    @Nullable
    Hold holdOf(TrialAsk ask) {
        return holds.get(Slot.of(ask));
    }

    /** The slot where this attempt runs, or null if it does not. */
    @Nullable
    Hold holdOf(SweepProjection sweep, TrialMessage message) {
        TrialEntry trial = sweep.trial(message.trial());
        TrialStarted started = trial == null ? null : trial.started();
        if (started == null || started.attempt() != message.attempt()) {
            return null;
        }
        Hold hold = holds.get(new Slot(started.worker(), started.slot()));
        return hold != null && hold.started.equals(started) ? hold : null;
    }

    /** Attempts that run. */
    List<Hold> held() {
        return holds.values().stream().filter(Hold::running).toList();
    }

    /** Slots that wait for a trial. */
    List<Free> idle(Instant now) {
        idle.values().removeIf(slot -> slot.asked().isBefore(now.minus(ASKS_AGAIN)));
        List<Free> free = new ArrayList<>();
        idle.forEach((slot, asked) -> free.add(new Free(slot.worker(), asked.labels())));
        return free;
    }

    /** Slots that wait for a trial, or whose attempt was asked to leave not too long ago. */
    List<Free> becomingFree(Instant now) {
        List<Free> free = idle(now);
        held().stream()
                .filter(hold -> hold.leaving() && !hold.leavesSince.isBefore(now.minus(LEAVES)))
                .forEach(hold -> free.add(hold.slot()));
        return free;
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
