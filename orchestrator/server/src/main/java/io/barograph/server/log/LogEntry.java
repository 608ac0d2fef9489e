package io.barograph.server.log;

import io.barograph.api.SweepEvent;
import java.time.Instant;

/**
 * One entry of a sweep's log.
 *
 * @param sequence 1-based, without gaps within the sweep, in the order of commits
 * @param at time of the decision by the scheduler's clock, in whole microseconds
 */
public record LogEntry(String sweep, long sequence, Instant at, LoggedChange change) {
    public LogEntry {
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence must be at least 1, was " + sequence);
        }
    }

    /** The entry as clients of the event feed see it. */
    public SweepEvent published() {
        return new SweepEvent(sweep, sequence, at, change.published());
    }
}
