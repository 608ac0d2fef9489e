package io.barograph.server.schedule;

import io.barograph.api.Ack;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepDeleted;
import io.barograph.api.SweepState;
import io.barograph.api.SweepView;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialMessage;
import io.barograph.api.TrialOffer;
import io.barograph.api.TrialStop;
import io.barograph.api.WorkerList;
import io.barograph.api.WorkersQuery;
import io.barograph.metrics.Meters;
import io.barograph.metrics.Metric;
import io.barograph.metrics.SweepGauges;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import io.barograph.server.store.DamagedLogException;
import io.barograph.server.store.Lease;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sweeps under one lease: their state runs ahead of the store by what is being committed, and is thrown away when a
 * commit fails.
 */
final class Board {
    private final SweepStore store;
    private final Lease lease;
    private final SchedulerConfig config;
    private final Clock clock;
    private final Meters meters;
    private final SchedulerListener listener;
    private final CommitQueue queue;
    private final SlotBook slots;
    private final Roster roster;
    private final DataRules data;
    private final LoadedSweeps sweeps;
    private final AskPace pace;

    Board(
            SweepStore store,
            Lease lease,
            SchedulerConfig config,
            Clock clock,
            Meters meters,
            SchedulerListener listener,
            Consumer<Throwable> onBroken) {
        this.store = store;
        this.lease = lease;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
        this.listener = listener;
        this.queue = new CommitQueue(store, lease, meters, listener::onStored, onBroken);
        this.slots = new SlotBook(config.trialLease());
        this.roster = new Roster(config.trialLease(), clock.instant());
        this.data = new DataRules(roster, slots);
        this.sweeps = new LoadedSweeps(store, clock, slots, roster);
        this.pace = new AskPace(config.askAgain());
    }

    /** Loads the sweeps that are not here yet and have not ended. */
    Future<Void> loadNew() {
        return sweeps.loadNew();
    }

    Future<TrialOffer> ask(TrialAsk ask) {
        if (slots.isLate(ask)) {
            return nothing(List.of());
        }
        roster.asked(ask, clock.instant());
        long asked = System.nanoTime();
        return answer(ask).onSuccess(offer -> {
            if (offer.assignment() != null) {
                meters.timer(Metric.DISPATCH).record(Duration.ofNanos(System.nanoTime() - asked));
            }
        });
    }

    private Future<TrialOffer> answer(TrialAsk ask) {
        SlotBook.Hold hold = slots.holdOf(ask);
        if (hold == null || !hold.running()) {
            // Of an attempt that is over: answered long ago, a message that was late.
            return hold != null && hold.answers(ask) ? nothing(List.of()) : startNext(ask, List.of());
        }
        if (hold.answers(ask)) {
            return queue.add(List.of()).map(stored -> offer(hold.sweep(), hold.trial()));
        }
        // A slot runs one trial at a time: whoever asks anew has none, so the earlier attempt is gone.
        return startNext(
                ask, decide(hold.sweep(), Decisions.lost(hold.trial(), "worker " + ask.worker() + " started anew")));
    }

    private Future<TrialOffer> startNext(TrialAsk ask, List<LogEntry> before) {
        Instant now = clock.instant();
        SweepProjection sweep = Turns.next(sweeps.all(), ask, data, now);
        TrialEntry trial = sweep == null ? null : sweep.nextReady(now);
        if (sweep == null || trial == null) {
            slots.nothingFor(ask, now);
            return nothing(before);
        }
        List<LogEntry> entries = new ArrayList<>(before);
        meters.timer(Metric.QUEUE_WAIT).record(Duration.between(sweep.readySince(trial), now));
        entries.addAll(decide(sweep, Decisions.start(sweep, trial, ask)));
        slots.started(sweep, trial, ask, now);
        TrialOffer offer = offer(sweep, trial);
        return queue.add(entries).map(stored -> offer);
    }

    private Future<TrialOffer> nothing(List<LogEntry> before) {
        TrialOffer none = TrialOffer.none(pace.retryMillis(clock.instant()));
        // That there is nothing need not be stored: whoever is told so by one that leads no longer asks again.
        return before.isEmpty()
                ? Future.succeededFuture(none)
                : queue.add(before).map(stored -> none);
    }

    private TrialOffer offer(SweepProjection sweep, TrialEntry trial) {
        return TrialOffer.of(sweep.assignment(trial, config.trialLease().toMillis()), sweep.idempotencyKey());
    }

    Future<Ack> report(TrialMessage message) {
        return sweeps.find(message.sweep())
                .compose(sweep -> report(sweep, message))
                .recover(this::leaveAlone);
    }

    private Future<Ack> report(@Nullable SweepProjection sweep, TrialMessage message) {
        if (sweep == null) {
            return answer(Ack.UNKNOWN_TRIAL, List.of());
        }
        SlotBook.Hold hold = slots.holdOf(sweep, message);
        String leaves = leaves(sweep, hold);
        Instant now = clock.instant();
        Decision<Ack> decision = Decisions.on(
                sweep, message, leaves, () -> hold == null || data.mayBeElsewhere(sweep, hold.worker(), now));
        if (decision.answer().accepted() && hold != null) {
            hold.heard(now);
            roster.heard(hold.worker(), hold.number(), hold.slot().labels(), now);
        }
        List<LogEntry> entries = new ArrayList<>();
        decision.changes().forEach(change -> entries.addAll(decide(sweep, change)));
        boolean giveBack = decision.answer().equals(Ack.OK) && leaves != null && hold != null && hold.running();
        return answer(giveBack ? Ack.GIVE_BACK : decision.answer(), entries);
    }

    /** The worker of a sweep that is left alone is free for others; its trial goes on from its checkpoint when it can. */
    private Future<Ack> leaveAlone(Throwable failure) {
        return failure instanceof DamagedLogException
                ? answer(Ack.UNKNOWN_TRIAL, List.of())
                : Future.failedFuture(failure);
    }

    private Future<Ack> answer(Ack ack, List<LogEntry> entries) {
        if (EntryMeters.refused(ack.reason())) {
            meters.counter(Metric.REPORTS_REFUSED, SweepGauges.label(ack.reason()))
                    .increment();
        }
        return queue.add(entries).map(stored -> ack);
    }

    /** Why the attempt that runs in this slot is to leave, or null if it is not. */
    private static @Nullable String leaves(SweepProjection sweep, SlotBook.@Nullable Hold hold) {
        if (hold == null) {
            return null;
        }
        return sweep.state() == SweepState.PAUSED ? "the sweep is paused" : hold.leaves();
    }

    WorkerList workers(WorkersQuery query) {
        return WorkerListing.of(roster, slots, query, clock.instant());
    }

    /** The idempotency key of a sweep that is loaded, or null. */
    @Nullable
    String correlation(String sweep) {
        return sweeps.correlation(sweep);
    }

    /** What is known now of sweeps and slots. */
    Standing standing() {
        Instant now = clock.instant();
        return roster.standing(
                sweeps.all(), slots.held().size(), slots.idle(now).size(), now);
    }

    /** Does to a sweep what this user wants, and asks workers to leave what runs no longer. */
    Future<SweepView> steer(String name, Steering.Rule rule, String by) {
        return sweeps.find(name).compose(sweep -> {
            if (sweep == null) {
                return Future.failedFuture(unknown(name));
            }
            List<TrialStop> stops = sweep.running().stream()
                    .map(trial -> new TrialStop(name, trial.trial(), trial.attempt(), sweep.number()))
                    .toList();
            List<LogEntry> entries = new ArrayList<>();
            rule.changes(sweep, by).forEach(change -> entries.add(apply(sweep, change)));
            boolean runs = sweep.state() == SweepState.RUNNING;
            return queue.add(entries).map(stored -> {
                (runs ? List.<TrialStop>of() : stops).forEach(listener::onStop);
                return sweep.view();
            });
        });
    }

    private static BarographException unknown(String sweep) {
        return new BarographException(ErrorCode.UNKNOWN_SWEEP, "no sweep " + sweep + " is stored", null);
    }

    /** Removes an ended sweep, after all that was decided of it is stored. */
    Future<SweepDeleted> delete(String name, String by) {
        return sweeps.remove(name, () -> drain().compose(stored -> store.delete(lease, name, by)))
                .map(existed -> {
                    if (!existed) {
                        throw unknown(name);
                    }
                    return new SweepDeleted(name);
                });
    }

    /**
     * Gives back the trials whose workers have been silent for longer than their lease, ends those that have used up their
     * time or whose data no live worker has, makes room for higher priorities, and lets go of what has ended. A failed commit
     * breaks the whole board off, which the queue tells.
     */
    void upkeep() {
        Instant now = clock.instant();
        for (SlotBook.Hold hold : slots.silentSince(now)) {
            String reason = "nothing heard of worker " + hold.worker() + " for "
                    + config.trialLease().toSeconds() + " s";
            queue.add(decide(hold.sweep(), Decisions.lost(hold.trial(), reason)));
        }
        for (SlotBook.Hold hold : slots.held()) {
            LoggedChange end = Decisions.overdue(hold.sweep(), hold.trial(), now);
            if (end != null) {
                TrialStop stop = hold.stop();
                queue.add(decide(hold.sweep(), end)).onSuccess(stored -> listener.onStop(stop));
            }
        }
        for (SweepProjection sweep : sweeps.all()) {
            for (TrialEntry trial : data.hopeless(sweep, now)) {
                queue.add(decide(sweep, Decisions.withoutData(sweep, trial)));
            }
        }
        for (Preemption.Leave leave : Preemption.due(sweeps.all(), slots, data, now)) {
            leave.hold().leave("makes room for " + leave.inFavourOf().sweep() + ", which has a higher priority", now);
            listener.onStop(leave.hold().stop());
        }
        sweeps.forgetEnded();
    }

    /** Applies a change and what follows from it. */
    private List<LogEntry> decide(SweepProjection sweep, LoggedChange change) {
        List<LogEntry> entries = new ArrayList<>();
        entries.add(apply(sweep, change));
        Decisions.consequences(sweep, change).forEach(next -> entries.add(apply(sweep, next)));
        return entries;
    }

    private LogEntry apply(SweepProjection sweep, LoggedChange change) {
        // The database keeps microseconds: what is folded now must equal what will be read.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        LogEntry entry = new LogEntry(sweep.sweep(), sweep.sequence() + 1, now, change);
        sweep.apply(entry);
        return entry;
    }

    /** Done when everything decided so far is stored or has failed. */
    Future<Void> drain() {
        return queue.add(List.of());
    }

    void abandon() {
        queue.abandon();
    }
}
