package io.barograph.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;

/** A pool of connections, used on the named threads {@code barograph-jdbc-N} alone. */
final class Database {
    private static final long LONGEST_MINUTES = 10;
    private static final String DISK_FULL = "53100";

    /** Half of the scheduler's lease, so that whoever is frozen or cut off in a transaction does not keep it from the next. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

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

    /** Connects and brings the schema up to date; fails with {@link NewerSchemaException}, having changed nothing. */
    static Future<Database> open(Vertx vertx, PostgresConfig config) {
        WorkerExecutor executor = vertx.createSharedWorkerExecutor(
                "barograph-jdbc", config.connections(), LONGEST_MINUTES, TimeUnit.MINUTES);
        return executor.executeBlocking(
                        () -> {
                            HikariDataSource pool = new HikariDataSource(pool(config));
                            try {
                                migrate(pool);
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
        pool.setConnectionInitSql("set idle_in_transaction_session_timeout = " + LONGEST_PAUSE.toMillis());
        pool.addDataSourceProperty("ApplicationName", "barograph");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("socketTimeout", "60"); // seconds; a dead peer must not hold a thread for ever
        return pool;
    }

    private static void migrate(HikariDataSource pool) {
        Flyway flyway = Flyway.configure(Database.class.getClassLoader())
                .dataSource(pool)
                .locations("classpath:io/barograph/server/store/migration")
                .table("schema_history")
                .load();
        requireKnown(flyway.info().all());
        flyway.migrate();
    }

    /** Flyway itself would go on with a schema that it does not know. */
    private static void requireKnown(MigrationInfo[] migrations) {
        String known = "none";
        String newer = null;
        for (MigrationInfo migration : migrations) {
            MigrationState state = migration.getState();
            if (state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED) {
                newer = String.valueOf(migration.getVersion());
            } else if (migration.getVersion() != null) {
                known = migration.getVersion().toString();
            }
        }
        if (newer != null) {
            throw new NewerSchemaException(newer, known);
        }
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
