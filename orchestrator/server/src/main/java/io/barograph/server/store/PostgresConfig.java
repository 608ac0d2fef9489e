package io.barograph.server.store;

import java.time.Duration;

/**
 * How to reach PostgreSQL.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
 * @param connections most connections, default 6
 * @param connectTimeout how long to wait for a connection before an operation fails, default 10 s
 * @param longestPause how long a transaction may say nothing before the server ends it; default 5 s, half of the
 *     scheduler's lease, so that an orchestrator that is frozen or cut off does not keep it from the next
 */
public record PostgresConfig(
        String jdbcUrl, String user, String password, int connections, Duration connectTimeout, Duration longestPause) {
    public PostgresConfig {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("database URL must begin with jdbc:postgresql:, was " + jdbcUrl);
        }
        if (connections < 1) {
            throw new IllegalArgumentException("connections must be at least 1, was " + connections);
        }
        if (connectTimeout.toMillis() < 250) {
            throw new IllegalArgumentException("connectTimeout must be at least 250 ms, was " + connectTimeout);
        }
        if (longestPause.toMillis() < 1) {
            throw new IllegalArgumentException("longestPause must be at least 1 ms, was " + longestPause);
        }
    }

    public static PostgresConfig of(String jdbcUrl, String user, String password) {
        return new PostgresConfig(jdbcUrl, user, password, 6, Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    /** The same, for whoever holds nothing that others wait for. */
    public PostgresConfig withLongestPause(Duration pause) {
        return new PostgresConfig(jdbcUrl, user, password, connections, connectTimeout, pause);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return jdbcUrl + " as " + user;
    }
}
