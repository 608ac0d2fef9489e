package io.barograph.server.collect;

import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects now and then. Stopping waits for no pass. */
public final class CollectorVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(CollectorVerticle.class);
    private static final long LONGEST_HOURS = 12;

    private final SweepStore store;
    private final CollectorConfig config;
    private final Clock clock;
    private @Nullable WorkerExecutor executor;
    private boolean busy;

    public CollectorVerticle(SweepStore store, CollectorConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        WorkerExecutor own = vertx.createSharedWorkerExecutor("barograph-collector", 1, LONGEST_HOURS, TimeUnit.HOURS);
        executor = own;
        ArtifactCollector collector = new ArtifactCollector(
                store, config.artifacts(), clock, config.grace(), new ArtifactCollector.Blocking() {
                    @Override
                    public <T> Future<T> call(Callable<T> work) {
                        return own.executeBlocking(work);
                    }
                });
        vertx.setPeriodic(config.interval().toMillis(), timer -> collect(collector));
        return Future.succeededFuture();
    }

    private void collect(ArtifactCollector collector) {
        if (busy) {
            return;
        }
        busy = true;
        collector.pass().onComplete(pass -> {
            busy = false;
            if (pass.failed()) {
                LOG.warn("artifacts were not collected this time: {}", String.valueOf(pass.cause()));
            } else if (pass.result() > 0) {
                LOG.info("removed {} artifacts that no sweep refers to from {}", pass.result(), config.artifacts());
            }
        });
    }

    @Override
    public Future<?> stop() {
        return executor == null ? Future.succeededFuture() : executor.close();
    }
}
