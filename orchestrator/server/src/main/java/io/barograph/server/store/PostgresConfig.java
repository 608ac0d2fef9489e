package io.barograph.server.store;

import java.time.Duration;

/**
 * How to reach PostgreSQL.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
 * @param connections most connections, default 6
 * @param connectTimeout how long to wait for a connection before an operation fails, default 10 s
 */
public record PostgresConfig(String jdbcUrl, String user, String password, int connections, Duration connectTimeout) {
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
    }

    public static PostgresConfig of(String jdbcUrl, String user, String password) {
        return new PostgresConfig(jdbcUrl, user, password, 6, Duration.ofSeconds(10));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return jdbcUrl + " as " + user;
    }
}
