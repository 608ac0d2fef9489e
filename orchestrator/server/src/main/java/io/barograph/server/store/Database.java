package io.barograph.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A pool of connections, used on the named threads {@code barograph-jdbc-N} alone. */
final class Database {
    private static final long LONGEST_MINUTES = 10;
    private static final String DISK_FULL = "53100";

    private final HikariDataSource pool;
    private final WorkerExecutor executor;

    private Database(HikariDataSource pool, WorkerExecutor executor) {
        this.pool = pool;
        this.executor = executor;
    }

    /** Work with a connection; may block. */
    @FunctionalInterface
    interface Work<T> {
        @Nullable
        T on(Connection connection) throws SQLException;
    }

    /** Connects and brings the schema up to date; fails as {@link Migrations#run} does. */
    static Future<Database> open(Vertx vertx, PostgresConfig config, @Nullable MeterRegistry registry) {
        WorkerExecutor executor = vertx.createSharedWorkerExecutor(
                "barograph-jdbc", config.connections(), LONGEST_MINUTES, TimeUnit.MINUTES);
        return executor.executeBlocking(
                        () -> {
                            HikariConfig settings = pool(config);
                            settings.setMetricRegistry(registry);
                            HikariDataSource pool = new HikariDataSource(settings);
                            try {
                                Migrations.run(pool);
                                return new Database(pool, executor);
                            } catch (RuntimeException e) {
                                pool.close();
                                throw e;
                            }
                        },
                        false)
                .onFailure(failure -> executor.close());
    }

    private static HikariConfig pool(PostgresConfig config) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("barograph");
        pool.setJdbcUrl(config.jdbcUrl());
        pool.setUsername(config.user());
        pool.setPassword(config.password());
        pool.setMaximumPoolSize(config.connections());
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(config.connectTimeout().toMillis());
        pool.setAutoCommit(false);
        pool.setConnectionInitSql("set idle_in_transaction_session_timeout = "
                + config.longestPause().toMillis());
        pool.setIsolateInternalQueries(true); // commits that: else it ends the connections that nobody has used yet
        pool.addDataSourceProperty("ApplicationName", "barograph");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("socketTimeout", "60"); // seconds; a dead peer must not hold a thread for ever
        return pool;
    }

    /** Runs work in one transaction, committed if it returns and rolled back if it throws; fails with {@link StorageFullException} if that is why. */
    <T> Future<T> transaction(Work<T> work) {
        return executor.executeBlocking(
                () -> {
                    try (Connection connection = pool.getConnection()) {
                        try {
                            @Nullable T result = work.on(connection);
                            connection.commit();
                            return result;
                        } catch (SQLException | RuntimeException e) {
                            rollback(connection, e);
                            throw e instanceof SQLException problem && DISK_FULL.equals(problem.getSQLState())
                                    ? new StorageFullException(e)
                                    : e;
                        }
                    }
                },
                false);
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    Future<Void> close() {
        return executor.<@Nullable Void>executeBlocking(
                        () -> {
                            pool.close();
                            return null;
                        },
                        false)
                .eventually(executor::close);
    }
}
