package io.barograph.node;

import io.barograph.api.Ack;
import io.barograph.api.Incoming;
import io.barograph.api.TrialMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports on their way to the scheduler: one at a time, in order, each repeated until it is answered. Used on one
 * event loop.
 */
final class ReportOutbox {
    private static final Logger LOG = LoggerFactory.getLogger(ReportOutbox.class);
    private static final int LONGEST_BACKOFF = 16;

    private final Vertx vertx;
    private final WorkerConfig config;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final Misunderstandings misunderstandings = new Misunderstandings(LOG);
    private boolean sending;

    ReportOutbox(Vertx vertx, WorkerConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** Queues a report. The future completes with the scheduler's answer, however long that takes, and never fails. */
    Future<Ack> send(String address, TrialMessage report) {
        Entry entry = new Entry(address, report, Promise.promise());
        waiting.add(entry);
        if (!sending) {
            sending = true;
            deliver(1);
        }
        return entry.answer().future();
    }

    private void deliver(int backoff) {
        Entry head = waiting.element();
        DeliveryOptions options =
                new DeliveryOptions().setSendTimeout(config.requestTimeout().toMillis());
        vertx.eventBus()
                .<Object>request(head.address(), head.report(), options)
                .map(reply -> Incoming.body(reply, Ack.class))
                .onSuccess(ack -> answered(head, ack))
                .onFailure(failure -> {
                    misunderstandings.tell(head.report(), failure);
                    vertx.setTimer(
                            config.retryDelay().toMillis() * backoff,
                            timer -> deliver(Math.min(2 * backoff, LONGEST_BACKOFF)));
                });
    }

    private void answered(Entry head, Ack ack) {
        waiting.remove();
        head.answer().complete(ack);
        if (waiting.isEmpty()) {
            sending = false;
        } else {
            deliver(1);
        }
    }

    private record Entry(String address, TrialMessage report, Promise<Ack> answer) {}
}
