package io.barograph.server.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * When slots for which there is no trial ask again: after a pause, and one after the other, so that however many there are
 * their asks do not come all at once. With very many of them the pause grows, to a limit.
 */
final class AskPace {
    private static final Duration APART = Duration.ofMillis(2);
    private static final int LONGEST_PAUSES = 8;

    private final Duration pause;
    private Instant last = Instant.MIN;

    /** @param pause the shortest */
    AskPace(Duration pause) {
        this.pause = pause;
    }

    /** How long the slot that has just asked waits. */
    long retryMillis(Instant now) {
        Instant soonest = now.plus(pause);
        Instant latest = now.plus(pause.multipliedBy(LONGEST_PAUSES));
        Instant next = last.isBefore(soonest.minus(APART)) ? soonest : last.plus(APART);
        last = next.isAfter(latest) ? latest : next;
        return Duration.between(now, last).toMillis();
    }
}
