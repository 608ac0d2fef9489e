package io.barograph.metrics;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;

/** How late the timers of an event loop are: a handler that takes too long holds all others up. */
public final class EventLoopDelay {
    private static final long EVERY_MILLIS = 200;
    private static final int KEPT = 300; // a minute

    private final Deque<Long> lateNanos = new ArrayDeque<>();
    private long due;

    private EventLoopDelay() {}

    /** Watches the event loop of the calling context until it ends. */
    public static void watch(Vertx vertx, Meters meters) {
        EventLoopDelay delay = new EventLoopDelay();
        delay.due = System.nanoTime() + EVERY_MILLIS * 1_000_000;
        vertx.setPeriodic(EVERY_MILLIS, timer -> delay.tick());
        meters.gauge(Metric.EVENT_LOOP_DELAY, delay::worstSeconds);
    }

    private synchronized void tick() {
        long now = System.nanoTime();
        lateNanos.add(Math.max(0, now - due));
        if (lateNanos.size() > KEPT) {
            lateNanos.remove();
        }
        due = now + EVERY_MILLIS * 1_000_000;
    }

    private synchronized double worstSeconds() {
        long overdue = Math.max(0, System.nanoTime() - due); // it may be blocked right now
        return Math.max(
                        overdue,
                        lateNanos.stream().mapToLong(Long::longValue).max().orElse(0))
                / 1e9;
    }
}
