package io.barograph.cli;

import io.barograph.api.Jackson;
import io.barograph.api.SweepChange;
import io.barograph.api.SweepEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sweep's events as a server sends them, on a thread of its own, until the sweep has ended. A stream that breaks, or says
 * nothing for 45 s, is taken up again after the last event that it brought.
 */
final class HttpEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEvents.class);
    private static final Duration SILENCE = Duration.ofSeconds(45); // a server says something every 15 s
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final HttpCalls calls;
    private final String sweep;
    private final long after;
    private final Consumer<SweepEvent> listener;
    private final Promise<Void> done = Promise.promise();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(HttpEvents::thread);
    private final Thread reader = thread(this::read);
    private volatile @Nullable InputStream open;
    private volatile long heardNanos;
    private volatile boolean closed;
    private @Nullable String lastId;

    /** @param after sequence number of the last event that is known */
    HttpEvents(HttpCalls calls, String sweep, long after, Consumer<SweepEvent> listener) {
        this.calls = calls;
        this.sweep = sweep;
        this.after = after;
        this.listener = listener;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "barograph-events");
        thread.setDaemon(true);
        return thread;
    }

    /** Done when the sweep has ended; fails if it cannot be followed any more, as when the server's certificate is not believed. A second call is an error. */
    Future<Void> start() {
        reader.start();
        watch.scheduleWithFixedDelay(this::endIfSilent, 5, 5, TimeUnit.SECONDS);
        return done.future();
    }

    private void endIfSilent() {
        InputStream stream = open;
        if (stream != null && System.nanoTime() - heardNanos > SILENCE.toNanos()) {
            LOG.info("The stream of {} is silent and is opened again", sweep);
            shut(stream);
        }
    }

    private void read() {
        try {
            boolean ended = false;
            while (!ended && !closed) {
                ended = readOnce();
                if (!ended && !closed) {
                    HttpCalls.pause(PAUSE);
                }
            }
            done.tryComplete();
        } catch (RuntimeException e) {
            done.tryFail(e);
        } finally {
            watch.shutdownNow();
        }
    }

    /** Whether no event follows. */
    private boolean readOnce() {
        HttpRequest.Builder request =
                calls.request("sweeps/" + sweep + "/events?after=" + after).setHeader("Accept", "text/event-stream");
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        try {
            HttpResponse<InputStream> response = calls.once(request.build());
            try (InputStream body = response.body()) {
                heardNanos = System.nanoTime();
                open = body;
                return response.statusCode() == 204 || tell(body);
            }
        } catch (HttpCalls.Unavailable e) {
            if (!e.mayPass()) {
                throw e.told();
            }
            LOG.info("{} cannot be followed now: {}", sweep, e.told().getMessage());
            return false;
        } catch (IOException e) {
            LOG.info("The stream of {} broke and is opened again: {}", sweep, e.toString());
            return false;
        } finally {
            open = null;
        }
    }

    private boolean tell(InputStream body) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        String id = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            heardNanos = System.nanoTime();
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                SweepEvent event = Jackson.mapper().readValue(line.substring(6), SweepEvent.class);
                listener.accept(event);
                lastId = id;
                if (event.change() instanceof SweepChange.Ended) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void shut(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.debug("a stream did not close in order", e);
        }
    }

    /** Tells nothing more; a second call does nothing. */
    @Override
    public void close() {
        closed = true;
        reader.interrupt();
        watch.shutdownNow();
        InputStream stream = open;
        if (stream != null) {
            shut(stream);
        }
    }
}
