package io.barograph.server;

import io.barograph.server.access.Quota;
import io.barograph.server.collect.CollectorConfig;
import io.barograph.server.http.HttpConfig;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import io.barograph.server.schedule.SchedulerConfig;
import io.barograph.server.store.PostgresConfig;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How an orchestrator runs.
 *
 * @param database where the truth is
 * @param scheduler how it schedules while it leads
 * @param collector which artifacts it looks after and gives out, or null
 * @param http where it serves HTTP, or null
 * @param quota of each token that is no admin's
 */
public record ServerConfig(
        DatabaseConfig database,
        SchedulerConfig scheduler,
        @Nullable CollectorConfig collector,
        @Nullable HttpConfig http,
        Quota quota) {
    /** Without HTTP. */
    public ServerConfig(DatabaseConfig database, SchedulerConfig scheduler, @Nullable CollectorConfig collector) {
        this(database, scheduler, collector, null);
    }

    /** Without quotas. */
    public ServerConfig(
            DatabaseConfig database,
            SchedulerConfig scheduler,
            @Nullable CollectorConfig collector,
            @Nullable HttpConfig http) {
        this(database, scheduler, collector, http, Quota.NONE);
    }

    /** The database of an orchestrator. A closed set. */
    public sealed interface DatabaseConfig {
        <R> R fold(Function<? super Embedded, R> onEmbedded, Function<? super External, R> onExternal);
    }

    /** A private server that lives and ends with this process. */
    public record Embedded(EmbeddedPostgresConfig postgres) implements DatabaseConfig {
        @Override
        public <R> R fold(Function<? super Embedded, R> onEmbedded, Function<? super External, R> onExternal) {
            return onEmbedded.apply(this);
        }
    }

    /** A server that somebody else runs. */
    public record External(PostgresConfig postgres) implements DatabaseConfig {
        @Override
        public <R> R fold(Function<? super Embedded, R> onEmbedded, Function<? super External, R> onExternal) {
            return onExternal.apply(this);
        }
    }

    /** One orchestrator alone with an embedded database in {@code folder}, without HTTP. */
    public static ServerConfig embedded(Path folder) {
        return embedded(folder, null);
    }

    /** One orchestrator alone with an embedded database in {@code folder}. */
    public static ServerConfig embedded(Path folder, @Nullable HttpConfig http) {
        // Alone on its folder: the same owner again is this one's earlier life, whose lease need not run out.
        return new ServerConfig(
                new Embedded(EmbeddedPostgresConfig.of(folder)), SchedulerConfig.of("embedded"), null, http);
    }
}
