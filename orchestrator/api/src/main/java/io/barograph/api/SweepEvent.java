package io.barograph.api;

import java.time.Instant;

/**
 * Something that happened to a sweep, stored before it is told.
 *
 * @param sequence 1-based and without gaps within the sweep; the order of commits
 * @param at when it was stored
 */
public record SweepEvent(String sweep, long sequence, Instant at, SweepChange change) implements Message {
    public SweepEvent {
        Checks.name("sweep", sweep);
        Checks.atLeast("sequence", 1L, sequence);
    }
}
