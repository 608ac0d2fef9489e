package io.barograph.server.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that jumps from one planned action to the next. */
final class VirtualTime extends Clock {
    private final PriorityQueue<Planned> plan =
            new PriorityQueue<>(Comparator.comparing(Planned::at).thenComparing(Planned::number));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long number;

    private record Planned(Instant at, long number, Runnable action) {}

    void after(long millis, Runnable action) {
        plan.add(new Planned(now.plusMillis(millis), number++, action));
    }

    /** Runs the next action; false if there is none before the end. */
    boolean step(Instant end) {
        Planned next = plan.poll();
        if (next == null || next.at().isAfter(end)) {
            return false;
        }
        now = next.at();
        next.action().run();
        return true;
    }

    Instant in(Duration duration) {
        return now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
