package io.barograph.node;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a worker runs.
 *
 * @param name tells workers apart; the same after a restart
 * @param slot 0-based number of this verticle within the worker
 * @param labels what this worker has beside what its trainer brings, see {@code io.barograph.api.WorkerLabels}
 * @param requestTimeout how long to wait for an answer on the event bus before asking again
 * @param retryDelay pause before repeating a message that was not answered
 * @param progressInterval least time between two {@code Progress} messages
 * @param stopTimeout how long stopping waits for a checkpoint and its acknowledgement
 */
public record WorkerConfig(
        String name,
        int slot,
        SortedSet<String> labels,
        Duration requestTimeout,
        Duration retryDelay,
        Duration progressInterval,
        Duration stopTimeout) {
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_RETRY_DELAY = Duration.ofMillis(250);
    public static final Duration DEFAULT_PROGRESS_INTERVAL = Duration.ofMillis(250);
    public static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(60);

    public WorkerConfig {
        labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
        if (name.isBlank()) {
            throw new IllegalArgumentException("worker name must not be blank");
        }
        if (slot < 0) {
            throw new IllegalArgumentException("slot must not be negative, was " + slot);
        }
        requirePositive("requestTimeout", requestTimeout);
        requirePositive("retryDelay", retryDelay);
        requirePositive("progressInterval", progressInterval);
        requirePositive("stopTimeout", stopTimeout);
    }

    /** Defaults for one slot. */
    public static WorkerConfig of(String name, int slot, SortedSet<String> labels) {
        return new WorkerConfig(
                name,
                slot,
                labels,
                DEFAULT_REQUEST_TIMEOUT,
                DEFAULT_RETRY_DELAY,
                DEFAULT_PROGRESS_INTERVAL,
                DEFAULT_STOP_TIMEOUT);
    }

    private static void requirePositive(String what, Duration duration) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException(what + " must be at least a millisecond, was " + duration);
        }
    }
}
