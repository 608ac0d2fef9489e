package io.barograph.server.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How an embedded PostgreSQL runs.
 *
 * @param folder holds data, password, lock and log; created if missing; made absolute
 * @param binariesFolder where the unpacked binaries are cached, shared by all data folders
 * @param startTimeout how long start and crash recovery may take, default 2 minutes
 * @param stopTimeout how long a clean stop may take before the server is killed, default 30 seconds
 */
public record EmbeddedPostgresConfig(Path folder, Path binariesFolder, Duration startTimeout, Duration stopTimeout) {
    public EmbeddedPostgresConfig {
        folder = Objects.requireNonNull(folder, "folder").toAbsolutePath().normalize();
        binariesFolder = Objects.requireNonNull(binariesFolder, "binariesFolder")
                .toAbsolutePath()
                .normalize();
        requirePositive(startTimeout, "startTimeout");
        requirePositive(stopTimeout, "stopTimeout");
    }

    /** The defaults for a data folder; binaries go to {@code $XDG_CACHE_HOME/barograph} or {@code ~/.cache/barograph}. */
    public static EmbeddedPostgresConfig of(Path folder) {
        return new EmbeddedPostgresConfig(folder, userCache(), Duration.ofMinutes(2), Duration.ofSeconds(30));
    }

    private static Path userCache() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path root =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return root.resolve("barograph");
    }

    private static void requirePositive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
    }
}
