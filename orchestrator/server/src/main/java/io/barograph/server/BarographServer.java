package io.barograph.server;

import io.barograph.artifacts.ArtifactStore;
import io.barograph.metrics.Meters;
import io.barograph.server.ServerConfig.Embedded;
import io.barograph.server.access.TokenAuthenticator;
import io.barograph.server.artifact.ArtifactMeters;
import io.barograph.server.artifact.ArtifactVerticle;
import io.barograph.server.collect.ArtifactCollector;
import io.barograph.server.collect.ArtifactCollector.Blocking;
import io.barograph.server.collect.CollectorConfig;
import io.barograph.server.collect.CollectorVerticle;
import io.barograph.server.http.HttpConfig;
import io.barograph.server.http.HttpVerticle;
import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.schedule.SchedulerVerticle;
import io.barograph.server.store.PostgresConfig;
import io.barograph.server.store.PostgresSweepStore;
import io.barograph.server.store.StorageFullException;
import io.barograph.server.store.SweepStore;
import io.barograph.server.submit.SubmissionVerticle;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A running orchestrator: database, store, scheduler and submissions on one Vert.x. */
public final class BarographServer {
    private final Vertx vertx;
    private final Deque<Supplier<Future<?>>> undo = new ArrayDeque<>();
    private final Promise<Void> broken = Promise.promise();
    private volatile @Nullable String onFull; // an external database is its operators' to mend
    private volatile @Nullable SweepStore truth;
    private volatile @Nullable Future<Void> stopped;
    private volatile @Nullable Integer httpPort;

    private BarographServer(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Starts everything; done when submissions are taken and, unless another orchestrator leads, trials given out. Fails
     * with {@code PostgresException} if the embedded database cannot be used; then nothing is left running.
     */
    public static Future<BarographServer> start(Vertx vertx, ServerConfig config, MeterRegistry registry) {
        return start(vertx, config, Meters.in(registry));
    }

    /** As {@link #start(Vertx, ServerConfig, MeterRegistry)}, with meters that already are. */
    public static Future<BarographServer> start(Vertx vertx, ServerConfig config, Meters meters) {
        BarographServer server = new BarographServer(vertx);
        return server.openDatabase(config)
                .compose(postgres -> PostgresSweepStore.open(vertx, postgres, meters.registry()))
                .compose(store -> server.deploy(config, store, meters))
                .map(server)
                .recover(failure -> server.stop().transform(done -> Future.failedFuture(failure)));
    }

    private Future<PostgresConfig> openDatabase(ServerConfig config) {
        return config.database().fold(this::startEmbedded, external -> Future.succeededFuture(external.postgres()));
    }

    private Future<PostgresConfig> startEmbedded(Embedded embedded) {
        return blocking(() -> EmbeddedPostgres.start(embedded.postgres())).map(postgres -> {
            undo.push(() -> blocking(() -> {
                postgres.close();
                return true;
            }));
            Path folder = embedded.postgres().folder();
            postgres.exited().thenAccept(exitCode -> onDatabaseEnded(postgres, folder));
            onFull = "Database folder " + folder + ": no space left on device";
            return PostgresConfig.of(postgres.jdbcUrl(), postgres.user(), postgres.password());
        });
    }

    private void onDatabaseEnded(EmbeddedPostgres postgres, Path folder) {
        if (stopped == null) {
            String trouble = postgres.trouble();
            broken.tryFail("Database folder " + folder + ": "
                    + (trouble == null ? "its PostgreSQL server ended on its own, see postgres.log there" : trouble));
        }
    }

    private void onStoreFailure(Throwable cause) {
        String message = onFull;
        if (cause instanceof StorageFullException && message != null) {
            broken.tryFail(message);
        }
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }

    private Future<?> deploy(ServerConfig config, PostgresSweepStore store, Meters meters) {
        undo.push(store::close);
        truth = store;
        CollectorConfig given = config.collector();
        CollectorConfig collector = given == null ? null : given.with(ArtifactMeters.timing(given.artifacts(), meters));
        Clock clock = Clock.systemUTC();
        return vertx.deployVerticle(
                        new SchedulerVerticle(store, config.scheduler(), clock, meters, this::onStoreFailure))
                .onSuccess(id -> undo.push(() -> vertx.undeploy(id)))
                .compose(scheduling -> vertx.deployVerticle(new SubmissionVerticle(store, clock, config.quota())))
                .onSuccess(id -> undo.push(() -> vertx.undeploy(id)))
                .compose(submitting -> readArtifacts(collector, store, clock))
                .compose(reading -> collect(collector, store, clock))
                .compose(collecting -> serve(config, collector, store, clock, meters));
    }

    private Future<?> serve(
            ServerConfig config,
            @Nullable CollectorConfig collector,
            PostgresSweepStore store,
            Clock clock,
            Meters meters) {
        HttpConfig http = config.http();
        if (http == null) {
            return Future.succeededFuture();
        }
        HttpVerticle verticle = new HttpVerticle(
                http,
                store,
                collector == null ? null : collector.artifacts(),
                store.tokens(),
                new TokenAuthenticator(store.tokens(), System::nanoTime),
                clock,
                meters);
        return vertx.deployVerticle(verticle).onSuccess(id -> {
            httpPort = verticle.port();
            undo.push(() -> vertx.undeploy(id));
        });
    }

    /** The port that HTTP is served at, or null if it is not. */
    public @Nullable Integer httpPort() {
        return httpPort;
    }

    private Future<?> readArtifacts(@Nullable CollectorConfig collector, SweepStore store, Clock clock) {
        return collector == null
                ? Future.succeededFuture()
                : vertx.deployVerticle(new ArtifactVerticle(store, collector.artifacts(), clock))
                        .onSuccess(id -> undo.push(() -> vertx.undeploy(id)));
    }

    private Future<?> collect(@Nullable CollectorConfig collector, SweepStore store, Clock clock) {
        return collector == null
                ? Future.succeededFuture()
                : vertx.deployVerticle(new CollectorVerticle(store, collector, clock))
                        .onSuccess(id -> undo.push(() -> vertx.undeploy(id)));
    }

    /**
     * Removes all artifacts that no stored sweep refers to, however young. Only for a store that no worker uses now.
     *
     * @return how many
     */
    public Future<Integer> removeUnreferenced(ArtifactStore artifacts) {
        SweepStore store = truth;
        if (store == null) {
            return Future.failedFuture(new IllegalStateException("not started"));
        }
        Blocking blocking = new Blocking() {
            @Override
            public <T> Future<T> call(Callable<T> work) {
                return BarographServer.this.blocking(work);
            }
        };
        return new ArtifactCollector(store, artifacts, Clock.systemUTC(), Duration.ZERO, blocking).removeAll();
    }

    /**
     * Fails, with a sentence for the user, if the embedded database has ended on its own or its disk is full; never
     * succeeds. What was confirmed before is stored.
     */
    public Future<Void> broken() {
        return broken.future();
    }

    /**
     * Stops taking submissions, then the scheduler after its commit, then the database. Every step is tried whatever
     * becomes of the ones before; fails with the first failure, the others suppressed in it. A second call waits for the
     * first.
     */
    public synchronized Future<Void> stop() {
        Future<Void> already = stopped;
        if (already != null) {
            return already;
        }
        Promise<Void> done = Promise.promise();
        stopped = done.future();
        undoNext(null).onComplete(done);
        return done.future();
    }

    private Future<Void> undoNext(@Nullable Throwable failure) {
        if (undo.isEmpty()) {
            return failure == null ? Future.succeededFuture() : Future.failedFuture(failure);
        }
        return undo.pop().get().transform(outcome -> {
            if (failure != null && outcome.failed()) {
                failure.addSuppressed(outcome.cause());
            }
            return undoNext(failure == null ? outcome.cause() : failure);
        });
    }
}
