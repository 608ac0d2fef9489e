package io.barograph.server.collect;

import io.barograph.artifacts.ArtifactStore;
import java.time.Duration;

/**
 * Where and how an orchestrator collects.
 *
 * @param artifacts the store of its workers
 * @param grace how long ago an artifact must have been stored for the last time; longer than any worker takes from storing
 *     to reporting, and than the clocks of store and orchestrator differ
 * @param interval between two passes
 */
public record CollectorConfig(ArtifactStore artifacts, Duration grace, Duration interval) {
    public static final Duration DEFAULT_GRACE = Duration.ofHours(24);
    public static final Duration DEFAULT_INTERVAL = Duration.ofHours(1);

    public CollectorConfig {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace must not be negative, was " + grace);
        }
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException("interval must be at least a millisecond, was " + interval);
        }
    }

    /** The same on another store. */
    public CollectorConfig with(ArtifactStore other) {
        return new CollectorConfig(other, grace, interval);
    }

    /** Defaults for a store. */
    public static CollectorConfig of(ArtifactStore artifacts) {
        return new CollectorConfig(artifacts, DEFAULT_GRACE, DEFAULT_INTERVAL);
    }
}
