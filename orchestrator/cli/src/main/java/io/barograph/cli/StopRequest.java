package io.barograph.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What ends a process that runs until it is told to stop: a signal, or a failure of what it stands on. */
final class StopRequest {
    private final CompletableFuture<ExitCode> asked = new CompletableFuture<>();

    /** From now on SIGINT, SIGTERM and SIGHUP are requests; a second one ends the process at once. */
    static StopRequest bySignals() {
        StopRequest request = new StopRequest();
        StopSignals.handle(request.asked::complete);
        return request;
    }

    /** Makes {@link #await} throw this. */
    void fail(CliException reason) {
        asked.completeExceptionally(reason);
    }

    /** The request if there was one within this time, or null. */
    @Nullable
    ExitCode within(Duration time) {
        try {
            return asked.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException none) {
            return null;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CliException reason ? reason : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    /** Waits for the request. */
    ExitCode await() {
        ExitCode code = null;
        while (code == null) {
            code = within(Duration.ofHours(1));
        }
        return code;
    }
}
