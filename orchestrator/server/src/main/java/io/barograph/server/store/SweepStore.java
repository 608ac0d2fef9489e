package io.barograph.server.store;

import io.barograph.api.AuditEntry;
import io.barograph.api.EpochReport;
import io.barograph.api.SweepChangeType;
import io.barograph.api.SweepSummary;
import io.barograph.api.TrialResult;
import io.barograph.server.access.Quota;
import io.barograph.server.log.LogEntry;
import io.barograph.server.state.SweepProjection;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The truth: an append-only log for each sweep, the current state beside it, and the scheduler's lease. What a future
 * has confirmed survives the loss of the process and of the machine's power. Never blocks the caller.
 *
 * <p>A name can be used again once its sweep is deleted: every sweep has a number of its own, which is never given twice.
 */
public interface SweepStore {
    /**
     * Stores a new sweep with the first entry of its log. Anybody may; needs no lease.
     *
     * @param quota of the caller whom the entry names; holds also if several submit at once
     * @return whether it is new; false if the same idempotency key was stored before with an equal spec, whatever the quota. Fails
     *     with a {@code BarographException}: CONFLICT if the key has another spec or the name belongs to another key,
     *     QUOTA_EXCEEDED if the caller has too much already
     */
    Future<Boolean> submit(LogEntry first, Quota quota);

    /** As {@link #submit(LogEntry, Quota)}, without a quota. */
    default Future<Boolean> submit(LogEntry first) {
        return submit(first, Quota.NONE);
    }

    /**
     * Appends to the logs of one or several sweeps and brings the state up to date, all or nothing. With no entries it
     * only confirms the lease.
     *
     * @return fails with {@link FencedException} or {@link SequenceConflictException}, or with another exception after
     *     which it is unknown whether the entries are stored
     */
    Future<Void> append(Lease lease, List<LogEntry> entries);

    /**
     * Removes an ended sweep with everything that is stored of it, all or nothing, and remembers that in the {@link #audit}; its
     * name and its idempotency key are free again.
     *
     * @param by name of who wants it
     * @return whether there was one of this name. Fails with {@link FencedException}, with a {@code BarographException}
     *     CONFLICT if the sweep has not ended, or with another exception after which it is unknown whether it is removed
     */
    Future<Boolean> delete(Lease lease, String sweep, String by);

    /**
     * Entries with a sequence number above {@code after}, in order, at most {@code limit}, and whose they are, as it was at one
     * moment. Fails with {@link DamagedLogException} if one of them cannot be read.
     */
    default Future<LogPage> page(String sweep, long after, int limit) {
        return page(sweep, after, limit, Set.of());
    }

    /** As {@link #page(String, long, int)}, of entries that clients see as one of these types; of all if there are none. */
    Future<LogPage> page(String sweep, long after, int limit, Set<SweepChangeType> types);

    /** The entries of {@link #page}; empty for unknown sweeps. */
    default Future<List<LogEntry>> log(String sweep, long after, int limit) {
        return page(sweep, after, limit).map(LogPage::entries);
    }

    /**
     * The state of a sweep as its log tells it, or null if there is none of this name; fails with
     * {@link DamagedLogException}. A long log takes its time, which is not the caller's.
     */
    Future<@Nullable SweepProjection> load(String sweep);

    /**
     * As {@link #load}, but folded without the epochs that neither brought a dense network nor a rung: enough for
     * {@code report} and {@code view}. Checkpoints and the epochs of running trials are not known in it.
     */
    Future<@Nullable SweepProjection> loadTurns(String sweep);

    /** All sweeps by time of submission. */
    Future<List<SweepHead>> sweeps();

    /**
     * Sweeps that have not ended and those that ended after {@code since}: first the former, and of both the newest first.
     *
     * @param limit most sweeps in the answer
     */
    Future<List<SweepHead>> lately(Instant since, int limit);

    /**
     * Sweeps by time of submission, the newest first.
     *
     * @param before only those with a smaller {@link SweepSummary#number()}; null for the newest
     * @param limit most sweeps in the answer
     */
    Future<List<SweepSummary>> newest(@Nullable Long before, int limit);

    /** The sweep that was submitted with this key, or null. */
    Future<@Nullable String> sweepOfKey(String idempotencyKey);

    /** The state of every trial of a sweep, in order. */
    Future<List<TrialRow>> trials(String sweep);

    /** Every stored epoch of a trial, by attempt and epoch. */
    Future<List<EpochReport>> epochs(String sweep, String trial);

    /** The results of a sweep, by trial. */
    Future<List<TrialResult>> results(String sweep);

    /**
     * Deeds that leave no log, the newest first.
     *
     * @param before only those with a smaller {@link AuditEntry#number()}; null for the newest
     * @param limit most entries in the answer
     */
    Future<List<AuditEntry>> audit(@Nullable Long before, int limit);

    /**
     * Takes the scheduler's lease if it is free, has run out, or belongs to the same owner (an earlier life of this
     * process).
     *
     * @return the lease, or null if somebody else holds it
     */
    Future<@Nullable Lease> acquire(String owner, Duration duration);

    /** Prolongs a lease; false if it has run out or is another's. */
    Future<Boolean> renew(Lease lease, Duration duration);

    /** Gives a lease up so that others need not wait for its end. */
    Future<Void> release(Lease lease);

    /** Closes connections. A second call does nothing. */
    Future<Void> close();
}
