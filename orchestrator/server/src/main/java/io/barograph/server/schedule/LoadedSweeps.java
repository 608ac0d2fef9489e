package io.barograph.server.schedule;

import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import io.barograph.server.store.DamagedLogException;
import io.barograph.server.store.SweepHead;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sweeps that a board has in memory: all that have not ended, and for a while those that somebody asks for. */
final class LoadedSweeps {
    /** Workers repeat their reports to a sweep that has ended, which is not to be loaded for each of them. */
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final SweepStore store;
    private final Clock clock;
    private final SlotBook slots;
    private final Roster roster;
    private final Map<String, SweepProjection> sweeps = new LinkedHashMap<>();
    private final Map<String, Instant> ended = new HashMap<>();
    private final Map<String, Future<Boolean>> removals = new HashMap<>();
    private final DamagedSweeps damaged = new DamagedSweeps();
    private long removed; // rises with each removal: what was read from the store before may be of a sweep that is gone
    private boolean loading;
    private boolean loadAgain;

    LoadedSweeps(SweepStore store, Clock clock, SlotBook slots, Roster roster) {
        this.store = store;
        this.clock = clock;
        this.slots = slots;
        this.roster = roster;
    }

    /** In the order of submission. */
    Collection<SweepProjection> all() {
        return Collections.unmodifiableCollection(sweeps.values());
    }

    @Nullable
    String correlation(String sweep) {
        SweepProjection known = sweeps.get(sweep);
        return known == null ? null : known.idempotencyKey();
    }

    /** Loads the sweeps that are not here yet and have not ended. */
    Future<Void> loadNew() {
        if (loading) {
            loadAgain = true;
            return Future.succeededFuture();
        }
        loading = true;
        long before = removed;
        return store.sweeps().compose(heads -> loadMissing(heads, before)).onComplete(done -> {
            loading = false;
            if (loadAgain && done.succeeded()) {
                loadAgain = false;
                loadNew();
            }
        });
    }

    private Future<Void> loadMissing(List<SweepHead> heads, long before) {
        Future<Void> all = Future.succeededFuture();
        for (SweepHead head : heads) {
            if (!head.state().terminal()
                    && !sweeps.containsKey(head.sweep())
                    && !removals.containsKey(head.sweep())
                    && !damaged.rests(head.sweep(), clock.instant())) {
                all = all.compose(done -> loadOne(head, before));
            }
        }
        return all;
    }

    /** One that cannot be read keeps nobody else from going on. */
    private Future<Void> loadOne(SweepHead head, long before) {
        if (before != removed) {
            loadAgain = true;
            return Future.succeededFuture();
        }
        return SweepLoader.load(store, head).transform(outcome -> {
            if (before != removed) {
                loadAgain = true;
            } else if (outcome.succeeded()) {
                damaged.readable(head.sweep());
                keep(outcome.result());
            } else if (outcome.cause() instanceof DamagedLogException reason) {
                damaged.add(reason, clock.instant());
            } else {
                return Future.failedFuture(outcome.cause());
            }
            return Future.succeededFuture();
        });
    }

    /** A sweep, from the store if need be; null if there is none of this name. Waits for the end of its removal. */
    Future<@Nullable SweepProjection> find(String sweep) {
        Future<Boolean> removal = removals.get(sweep);
        if (removal != null) {
            return removal.transform(done -> find(sweep));
        }
        SweepProjection known = sweeps.get(sweep);
        if (known != null) {
            ended.computeIfPresent(sweep, (name, before) -> clock.instant());
            return Future.succeededFuture(known);
        }
        DamagedLogException reason = damaged.reason(sweep);
        if (reason != null) {
            return Future.failedFuture(reason);
        }
        long before = removed;
        return SweepLoader.load(store, sweep).compose(loaded -> {
            if (before != removed) {
                return find(sweep);
            }
            return Future.succeededFuture(loaded == null ? sweeps.get(sweep) : keep(loaded));
        });
    }

    private SweepProjection keep(SweepProjection loaded) {
        SweepProjection faster = sweeps.putIfAbsent(loaded.sweep(), loaded);
        if (faster != null) {
            return faster;
        }
        Instant now = clock.instant();
        for (TrialEntry trial : loaded.running()) {
            slots.takenOver(loaded, trial, now);
            TrialStarted started = Objects.requireNonNull(trial.started());
            roster.heard(started.worker(), started.slot(), loaded.spec().requiredLabels(), now);
        }
        return loaded;
    }

    /**
     * Lets go of a sweep while it is removed from the store.
     *
     * @param removal tells whether it was there
     * @return fails with CONFLICT, and does nothing, if the sweep has not ended
     */
    Future<Boolean> remove(String sweep, Supplier<Future<Boolean>> removal) {
        Future<Boolean> earlier = removals.get(sweep);
        if (earlier != null) {
            return earlier; // the same wish again
        }
        SweepProjection known = sweeps.get(sweep);
        if (known != null) {
            SweepHead.requireEnded(sweep, known.state());
            forget(known);
        }
        removed++;
        Promise<Boolean> done = Promise.promise();
        removals.put(sweep, done.future());
        removal.get().onComplete(outcome -> {
            removals.remove(sweep);
            removed++;
            if (outcome.succeeded()) {
                damaged.forget(sweep);
            }
            done.handle(outcome);
            loadNew(); // its name may be another's already
        });
        return done.future();
    }

    /** Lets go of sweeps that have ended and nobody has asked for since. */
    void forgetEnded() {
        Instant now = clock.instant();
        for (SweepProjection sweep : List.copyOf(sweeps.values())) {
            if (sweep.state().terminal()
                    && ended.computeIfAbsent(sweep.sweep(), name -> now).isBefore(now.minus(KEPT))) {
                forget(sweep);
            }
        }
    }

    private void forget(SweepProjection sweep) {
        sweeps.remove(sweep.sweep());
        ended.remove(sweep.sweep());
        slots.forget(sweep);
    }
}
