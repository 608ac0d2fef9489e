package io.barograph.node;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a slot from taking trials while there is no place for their artifacts: looks again after a pause, which grows with
 * every time in a row that the place was missing. Used on one event loop.
 */
final class StorageWait {
    private static final Logger LOG = LoggerFactory.getLogger(StorageWait.class);
    private static final int FIRST_PAUSE = 20; // retry delays: 5 s unless told otherwise
    private static final int LONGEST_PAUSE = 1200;

    private final Vertx vertx;
    private final Context context;
    private final Duration retryDelay;
    private final Executor training;
    private final Supplier<@Nullable String> problem;
    private int pause = FIRST_PAUSE;
    private boolean missing;

    /** @param problem asked on the {@code training} thread */
    StorageWait(Vertx vertx, WorkerConfig config, Executor training, Supplier<@Nullable String> problem) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.retryDelay = config.retryDelay();
        this.training = training;
        this.problem = problem;
    }

    /** A trial was given back because of this. */
    void onMissing(String reason) {
        missing = true;
        LOG.warn("no place for artifacts, taking no trials until there is: {}", reason);
    }

    /** A trial could store what it had. */
    void onStored() {
        pause = FIRST_PAUSE;
    }

    /** Done, at once if nothing was missing, when artifacts can be stored again. */
    Future<Void> over() {
        if (!missing) {
            return Future.succeededFuture();
        }
        Promise<Void> over = Promise.promise();
        look(over);
        return over.future();
    }

    private void look(Promise<Void> over) {
        long millis = retryDelay.toMillis() * pause;
        pause = Math.min(2 * pause, LONGEST_PAUSE);
        vertx.setTimer(
                millis,
                timer -> training.execute(() -> {
                    String still = problem.get();
                    context.runOnContext(nothing -> {
                        if (still != null) {
                            LOG.debug("still no place for artifacts: {}", still);
                            look(over);
                        } else {
                            missing = false;
                            LOG.info("there is a place for artifacts again");
                            over.complete();
                        }
                    });
                }));
    }
}
