package io.barograph.server.schedule;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Lets the same complaint through once in a while, so that whoever repeats a mistake does not fill the log. Thread-safe. */
final class RareLog {
    private static final long APART_NANOS = 60_000_000_000L;
    private static final int MOST_KNOWN = 1000;

    private final LongSupplier nanoTime;
    private final Map<String, Long> told = new HashMap<>();

    RareLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether this has not been told for a minute; then it counts as told now. */
    synchronized boolean isDue(String complaint) {
        long now = nanoTime.getAsLong();
        Long before = told.get(complaint);
        if (before != null && now - before < APART_NANOS) {
            return false;
        }
        if (told.size() >= MOST_KNOWN) {
            told.clear();
        }
        told.put(complaint, now);
        return true;
    }
}
