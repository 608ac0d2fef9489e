package io.barograph.server.schedule;

import io.barograph.api.AuditEntry;
import io.barograph.api.EpochReport;
import io.barograph.api.SweepChangeType;
import io.barograph.api.SweepSummary;
import io.barograph.api.TrialResult;
import io.barograph.server.access.Quota;
import io.barograph.server.log.LogEntry;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.Lease;
import io.barograph.server.store.LogPage;
import io.barograph.server.store.MemorySweepStore;
import io.barograph.server.store.SweepHead;
import io.barograph.server.store.SweepStore;
import io.barograph.server.store.TrialRow;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that takes virtual time, and whose commits fail now and then, with or without effect. */
final class SlowStore implements SweepStore {
    private final MemorySweepStore store;
    private final VirtualTime time;
    private final Random random;
    private final Faults faults;
    private final Map<Long, List<LogEntry>> deleted;

    SlowStore(
            MemorySweepStore store, VirtualTime time, Random random, Faults faults, Map<Long, List<LogEntry>> deleted) {
        this.deleted = deleted;
        this.store = store;
        this.time = time;
        this.random = random;
        this.faults = faults;
    }

    private <T> Future<T> later(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        time.after(1 + random.nextInt(4), () -> {
            Future<T> result = work.get();
            time.after(1 + random.nextInt(4), () -> result.onComplete(promise));
        });
        return promise.future();
    }

    @Override
    public Future<Void> append(Lease lease, List<LogEntry> entries) {
        if (random.nextDouble() >= faults.storeError()) {
            return later(() -> store.append(lease, entries));
        }
        boolean stored = random.nextBoolean();
        return later(() -> (stored ? store.append(lease, entries) : Future.<Void>succeededFuture())
                .compose(done -> Future.failedFuture("connection lost")));
    }

    @Override
    public Future<Boolean> submit(LogEntry first, Quota quota) {
        return later(() -> store.submit(first, quota));
    }

    @Override
    public Future<Boolean> delete(Lease lease, String sweep, String by) {
        if (random.nextDouble() >= faults.storeError()) {
            return later(() -> deleteNow(lease, sweep, by));
        }
        boolean removed = random.nextBoolean();
        return later(() -> (removed ? deleteNow(lease, sweep, by) : Future.succeededFuture(true))
                .compose(done -> Future.failedFuture("connection lost")));
    }

    private Future<Boolean> deleteNow(Lease lease, String sweep, String by) {
        LogPage log = store.page(sweep, 0, Integer.MAX_VALUE).result();
        return store.delete(lease, sweep, by).onSuccess(existed -> {
            Long number = log.number();
            if (existed && number != null) {
                deleted.put(number, log.entries());
            }
        });
    }

    @Override
    public Future<LogPage> page(String sweep, long after, int limit, Set<SweepChangeType> types) {
        return later(() -> store.page(sweep, after, limit, types));
    }

    @Override
    public Future<@Nullable SweepProjection> load(String sweep) {
        return later(() -> store.load(sweep));
    }

    @Override
    public Future<@Nullable SweepProjection> loadTurns(String sweep) {
        return later(() -> store.loadTurns(sweep));
    }

    @Override
    public Future<List<SweepHead>> sweeps() {
        return later(store::sweeps);
    }

    @Override
    public Future<List<SweepHead>> lately(Instant since, int limit) {
        return later(() -> store.lately(since, limit));
    }

    @Override
    public Future<List<SweepSummary>> newest(@Nullable Long before, int limit) {
        return later(() -> store.newest(before, limit));
    }

    @Override
    public Future<@Nullable String> sweepOfKey(String idempotencyKey) {
        return later(() -> store.sweepOfKey(idempotencyKey));
    }

    @Override
    public Future<List<TrialRow>> trials(String sweep) {
        return later(() -> store.trials(sweep));
    }

    @Override
    public Future<List<EpochReport>> epochs(String sweep, String trial) {
        return later(() -> store.epochs(sweep, trial));
    }

    @Override
    public Future<List<TrialResult>> results(String sweep) {
        return later(() -> store.results(sweep));
    }

    @Override
    public Future<List<AuditEntry>> audit(@Nullable Long before, int limit) {
        return later(() -> store.audit(before, limit));
    }

    @Override
    public Future<@Nullable Lease> acquire(String owner, Duration duration) {
        return later(() -> store.acquire(owner, duration));
    }

    @Override
    public Future<Boolean> renew(Lease lease, Duration duration) {
        return later(() -> store.renew(lease, duration));
    }

    @Override
    public Future<Void> release(Lease lease) {
        return later(() -> store.release(lease));
    }

    @Override
    public Future<Void> close() {
        return store.close();
    }
}
