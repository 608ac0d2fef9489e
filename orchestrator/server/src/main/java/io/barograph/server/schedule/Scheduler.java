package io.barograph.server.schedule;

import io.barograph.api.Ack;
import io.barograph.api.BarographException;
import io.barograph.api.SweepDeleted;
import io.barograph.api.SweepView;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialMessage;
import io.barograph.api.TrialOffer;
import io.barograph.api.WorkerList;
import io.barograph.api.WorkersQuery;
import io.barograph.metrics.Meters;
import io.barograph.metrics.Metric;
import io.barograph.server.store.DamagedLogException;
import io.barograph.server.store.FencedException;
import io.barograph.server.store.Lease;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for all sweeps while it holds the lease. Answers only what is stored: decisions are taken on the state in
 * memory, appended to the log in batches, and told afterwards; if that fails the state is read anew from the store.
 *
 * <p>Not thread-safe; time comes from the clock, and nothing happens but in the calls, so that a simulator can drive it.
 */
public final class Scheduler {
    private static final Logger log = LoggerFactory.getLogger(Scheduler.class);

    private static final Duration COMPLAINTS_APART = Duration.ofSeconds(30);

    private final SweepStore store;
    private final SchedulerConfig config;
    private final Clock clock;
    private final Meters meters;
    private final SchedulerListener listener;
    private @Nullable Lease lease;
    private @Nullable Board board;
    private boolean busy;
    private boolean renewing;
    private boolean stopped;
    private Instant renewAt = Instant.MIN;
    private Instant lookAt = Instant.MIN;
    private Instant complainAt = Instant.MIN;

    public Scheduler(SweepStore store, SchedulerConfig config, Clock clock, Meters meters, SchedulerListener listener) {
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
        this.listener = listener;
    }

    /** What it knows now of sweeps and slots, or null while it does not decide. */
    public @Nullable Standing standing() {
        Board current = board;
        return current == null ? null : current.standing();
    }

    /** What names a sweep in logs: the idempotency key of its submission; null if it is not known here. */
    @Nullable
    String correlation(String sweep) {
        Board current = board;
        return current == null ? null : current.correlation(sweep);
    }

    /** Whether this scheduler decides. */
    public boolean isLeading() {
        return board != null;
    }

    /**
     * Looks after the lease, new sweeps and silent workers; call it every {@link SchedulerConfig#tick()}. Done when it
     * has; never fails. While an earlier call is under way it does no more than keep the lease: reading long logs may take
     * longer than that lasts.
     */
    public Future<Void> tick() {
        if (stopped) {
            return Future.succeededFuture();
        }
        if (busy) {
            return lease == null || renewing
                    ? Future.succeededFuture()
                    : keepLease().otherwiseEmpty().mapEmpty();
        }
        busy = true;
        return keepLease()
                .compose(held -> held ? keepBoard() : Future.succeededFuture())
                .otherwise(failure -> {
                    complain("cannot reach its store and tries again", failure);
                    return null;
                })
                .onComplete(done -> busy = false);
    }

    private Future<Boolean> keepLease() {
        Lease held = lease;
        Instant now = clock.instant();
        if (held == null) {
            return store.acquire(config.owner(), config.leaseDuration()).map(taken -> {
                lease = taken;
                renewAt = now.plus(config.leaseDuration().dividedBy(3));
                return taken != null;
            });
        }
        if (now.isBefore(renewAt)) {
            return Future.succeededFuture(true);
        }
        renewing = true;
        return store.renew(held, config.leaseDuration())
                .onComplete(done -> renewing = false)
                .map(renewed -> {
                    renewAt = now.plus(config.leaseDuration().dividedBy(3));
                    if (!renewed) {
                        log.warn("Scheduler {} has lost its lease", config.owner());
                        meters.counter(Metric.LEASES_LOST).increment();
                        startOver(true);
                    }
                    return renewed;
                });
    }

    private Future<Void> keepBoard() {
        Board current = board;
        if (current == null) {
            return lead();
        }
        current.upkeep();
        if (clock.instant().isBefore(lookAt)) {
            return Future.succeededFuture();
        }
        lookAt = clock.instant().plusSeconds(2);
        return current.loadNew();
    }

    private Future<Void> lead() {
        Lease held = lease;
        if (held == null) {
            return Future.succeededFuture();
        }
        Board fresh = new Board(store, held, config, clock, meters, listener, this::onBroken);
        return fresh.loadNew().map(loaded -> {
            if (!stopped && held.equals(lease)) {
                board = fresh;
                log.info("Scheduler {} leads with fence {}", config.owner(), held.fence());
                meters.counter(Metric.LEASES_TAKEN).increment();
                listener.onLeading(true);
            }
            return null;
        });
    }

    private void onBroken(Throwable cause) {
        complain("could not store its decisions and starts over", cause);
        boolean fenced = cause instanceof FencedException;
        if (fenced) {
            meters.counter(Metric.LEASES_LOST).increment();
        }
        startOver(fenced);
    }

    private void complain(String what, Throwable cause) {
        if (!clock.instant().isBefore(complainAt)) {
            complainAt = clock.instant().plus(COMPLAINTS_APART);
            log.warn("Scheduler {} {}: {}", config.owner(), what, cause.toString());
        }
        meters.counter(Metric.STORE_FAILURES).increment();
        listener.onStoreFailure(cause);
    }

    private void startOver(boolean withoutLease) {
        Board old = board;
        board = null;
        if (withoutLease) {
            lease = null;
        }
        if (old != null) {
            old.abandon();
            listener.onLeading(false);
        }
    }

    /** New sweeps are there: look for them at once. */
    public Future<Void> wake() {
        Board current = board;
        return current == null ? Future.succeededFuture() : current.loadNew();
    }

    /** Gives the slot a trial, or tells when to ask again. The same ask gets the same answer while its attempt runs. */
    public Future<TrialOffer> ask(TrialAsk ask) {
        return onBoard(current -> current.ask(ask));
    }

    /** Takes a report; fails with {@link NotLeadingException} if it was not stored and must be repeated. */
    public Future<Ack> report(TrialMessage message) {
        return onBoard(current -> current.report(message));
    }

    /** The workers that were heard of lately. */
    public Future<WorkerList> workers(WorkersQuery query) {
        return onBoard(current -> Future.succeededFuture(current.workers(query)));
    }

    /** Does to a sweep what this user wants; fails with a {@link BarographException} if it cannot be. */
    public Future<SweepView> steer(String sweep, Steering.Rule rule, String by) {
        return onBoard(current -> current.steer(sweep, rule, by));
    }

    /**
     * Removes an ended sweep for good; fails with a {@link BarographException} CONFLICT if it has not ended and UNKNOWN_SWEEP if
     * there is none.
     *
     * @param by name of the user who wants it, for the audit
     */
    public Future<SweepDeleted> delete(String sweep, String by) {
        return onBoard(current -> current.delete(sweep, by));
    }

    private <T> Future<T> onBoard(Function<Board, Future<T>> work) {
        Board current = board;
        if (current == null) {
            return Future.failedFuture(new NotLeadingException("this scheduler does not lead"));
        }
        Future<T> answer;
        try {
            answer = work.apply(current);
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        return answer.recover(failure -> {
            boolean expected = failure instanceof NotLeadingException
                    || failure instanceof BarographException
                    || failure instanceof DamagedLogException;
            if (!expected && board == current) {
                onBroken(failure); // a decision stopped half way: only the store knows the state now
            }
            return Future.failedFuture(failure);
        });
    }

    /** Stops deciding and gives the lease up, after the commit that is under way. */
    public Future<Void> stop() {
        stopped = true;
        Lease held = lease;
        Board current = board;
        Future<Void> idle = current == null ? Future.succeededFuture() : current.drain();
        return idle.otherwiseEmpty().compose(drained -> {
            startOver(true);
            return held == null ? Future.succeededFuture() : store.release(held);
        });
    }
}
