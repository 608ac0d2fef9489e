package io.barograph.server.artifact;

import io.barograph.api.Addresses;
import io.barograph.api.ArtifactChunk;
import io.barograph.api.ArtifactRead;
import io.barograph.api.ArtifactsQuery;
import io.barograph.api.JsonCodec;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.server.schedule.Replies;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Answers questions about artifacts on the event bus. Stopping waits for no answer. */
public final class ArtifactVerticle extends VerticleBase {
    /** Reads at a time; each holds at most a chunk in memory. */
    private static final int THREADS = 4;

    private final SweepStore store;
    private final ArtifactStore artifacts;
    private final Clock clock;
    private @Nullable WorkerExecutor executor;

    public ArtifactVerticle(SweepStore store, ArtifactStore artifacts, Clock clock) {
        this.store = store;
        this.artifacts = artifacts;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        JsonCodec.register(vertx);
        WorkerExecutor own = vertx.createSharedWorkerExecutor("barograph-artifacts", THREADS);
        executor = own;
        ArtifactReader reader = new ArtifactReader(store, artifacts, clock, new ArtifactReader.Blocking() {
            @Override
            public <T> Future<T> call(Callable<T> work) {
                return own.executeBlocking(work, false);
            }
        });
        return Future.all(
                vertx.eventBus()
                        .consumer(
                                Addresses.SWEEP_ARTIFACTS,
                                message -> Replies.answer(message, ArtifactsQuery.class, reader::list))
                        .completion(),
                vertx.eventBus()
                        .consumer(
                                Addresses.SWEEP_ARTIFACT,
                                message -> Replies.answer(message, ArtifactRead.class, read -> chunk(reader, read)))
                        .completion());
    }

    private static Future<ArtifactChunk> chunk(ArtifactReader reader, ArtifactRead read) {
        return reader.open(read.sweep(), read.name())
                .compose(artifact -> artifact.read(read.sha256(), read.offset(), read.length()))
                .map(content -> ArtifactChunk.of(read.offset(), content));
    }

    @Override
    public Future<?> stop() {
        return executor == null ? Future.succeededFuture() : executor.close();
    }
}
