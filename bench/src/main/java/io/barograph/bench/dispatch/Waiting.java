package io.barograph.bench.dispatch;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for futures, off the event loops. */
final class Waiting {
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private Waiting() {}

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static <T> T on(Future<T> future) {
        return on(future, LONGEST);
    }

    static <T> T on(Future<T> future, Duration longest) {
        try {
            return future.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("not done within " + longest.toSeconds() + " s", e);
        }
    }
}
