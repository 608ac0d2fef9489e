package io.barograph.cli;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Futures as the thread of a command waits for them. */
final class Awaited {
    private static final Logger LOG = LoggerFactory.getLogger(Awaited.class);

    private Awaited() {}

    /**
     * The result of a future; what it failed with is thrown as it is if it is unchecked.
     *
     * @throws CliException INTERRUPTED, or {@code late} with a sentence about {@code what} if it takes longer
     */
    static <T> T result(Future<T> future, Duration longest, ExitCode late, String what) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
        } catch (TimeoutException e) {
            throw new CliException(late, what + " took longer than " + longest.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.INTERRUPTED, "interrupted", e);
        }
    }

    /** Waits for the end of a part; a failure is logged, because everything it had to say was said before. */
    static void end(Future<?> end, Duration longest, String what) {
        try {
            result(end, longest, ExitCode.INTERNAL, "the end of the " + what);
        } catch (RuntimeException e) {
            LOG.warn("the {} did not end in order", what, e);
        }
    }
}
