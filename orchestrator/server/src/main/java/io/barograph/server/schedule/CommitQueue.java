package io.barograph.server.schedule;

import io.barograph.metrics.Meters;
import io.barograph.metrics.Metric;
import io.barograph.server.log.LogEntry;
import io.barograph.server.store.Lease;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Decisions on their way to the store. While one batch is being committed the next one gathers, so that a commit carries
 * as many decisions as arrived during the one before. Answers are given after the commit, in order.
 */
final class CommitQueue {
    private static final int MOST_ENTRIES = 2000;

    private final SweepStore store;
    private final Lease lease;
    private final Meters meters;
    private final Consumer<List<LogEntry>> onStored;
    private final Consumer<Throwable> onBroken;
    private final Deque<Item> waiting = new ArrayDeque<>();
    private boolean committing;
    private boolean broken;

    /** Entries that must be stored together, and whom to tell. */
    private record Item(List<LogEntry> entries, Promise<Void> stored) {}

    CommitQueue(
            SweepStore store,
            Lease lease,
            Meters meters,
            Consumer<List<LogEntry>> onStored,
            Consumer<Throwable> onBroken) {
        this.store = store;
        this.lease = lease;
        this.meters = meters;
        this.onStored = onStored;
        this.onBroken = onBroken;
    }

    /**
     * Stores entries after all that was added before.
     *
     * @param entries may be empty, to be told when everything before is stored and the lease was still held
     */
    Future<Void> add(List<LogEntry> entries) {
        if (broken) {
            return Future.failedFuture(new NotLeadingException("the scheduler is starting over"));
        }
        Promise<Void> stored = Promise.promise();
        waiting.add(new Item(List.copyOf(entries), stored));
        if (!committing) {
            commit();
        }
        return stored.future();
    }

    private void commit() {
        List<Item> batch = new ArrayList<>();
        List<LogEntry> entries = new ArrayList<>();
        while (!waiting.isEmpty() && (batch.isEmpty() || entries.size() < MOST_ENTRIES)) {
            Item item = waiting.remove();
            batch.add(item);
            entries.addAll(item.entries());
        }
        committing = true;
        long begin = System.nanoTime();
        store.append(lease, entries).onComplete(outcome -> {
            meters.timer(Metric.STORE_COMMIT).record(Duration.ofNanos(System.nanoTime() - begin));
            committing = false;
            if (outcome.succeeded()) {
                EntryMeters.count(meters, entries);
                onStored.accept(entries);
                batch.forEach(item -> item.stored().complete());
                if (!waiting.isEmpty() && !committing && !broken) {
                    commit();
                }
            } else {
                breakOff(batch, outcome.cause());
            }
        });
    }

    private void breakOff(List<Item> batch, Throwable cause) {
        List<Item> lost = new ArrayList<>(batch);
        lost.addAll(waiting);
        waiting.clear();
        if (!broken) {
            broken = true;
            onBroken.accept(cause);
        }
        NotLeadingException failure = new NotLeadingException("not stored: " + cause.getMessage());
        lost.forEach(item -> item.stored().fail(failure));
    }

    /** Takes no more; what waits fails, what is being committed may still be stored. */
    void abandon() {
        broken = true;
        breakOff(List.of(), new NotLeadingException("the scheduler stops"));
    }
}
