package io.barograph.server.schedule;

import java.time.Duration;

/**
 * How the scheduler runs.
 *
 * @param owner tells schedulers apart; one that comes back under the same name need not wait for its old lease
 * @param leaseDuration how long the others wait after the scheduler has died, default 10 s; renewed at a third of it
 * @param trialLease how long a worker may be silent before its trial goes to another, default 30 s
 * @param askAgain how long a worker waits if no trial is free, default 250 ms
 * @param tick how often leases are looked after, default 250 ms
 */
public record SchedulerConfig(
        String owner, Duration leaseDuration, Duration trialLease, Duration askAgain, Duration tick) {
    public SchedulerConfig {
        if (owner.isBlank()) {
            throw new IllegalArgumentException("owner must not be blank");
        }
        requirePositive("leaseDuration", leaseDuration);
        requirePositive("trialLease", trialLease);
        requirePositive("askAgain", askAgain);
        requirePositive("tick", tick);
    }

    public static SchedulerConfig of(String owner) {
        return new SchedulerConfig(
                owner, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMillis(250), Duration.ofMillis(250));
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException(name + " must be at least a millisecond, was " + duration);
        }
    }
}
