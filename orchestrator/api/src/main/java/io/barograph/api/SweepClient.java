package io.barograph.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Submits sweeps and follows them over the event bus. Thread-safe. Every future fails with {@link BarographException}.
 *
 * <p>While nobody answers, because the one who led is gone and the next does not lead yet, a request is repeated for 30 s;
 * then it fails with UNAVAILABLE. All of them can be: what is there already is left as it is.
 */
public final class SweepClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(10); // one that is frozen never gives it
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Vertx vertx;
    private final Duration patience;

    private SweepClient(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patience = patience;
    }

    /** A client on the event bus of {@code vertx}; registers the message codec there. */
    public static SweepClient over(Vertx vertx) {
        return over(vertx, PATIENCE);
    }

    /** As {@link #over(Vertx)}, asking for so long. */
    static SweepClient over(Vertx vertx, Duration patience) {
        JsonCodec.register(vertx);
        return new SweepClient(vertx, patience);
    }

    /**
     * Submits a sweep; done when it is stored.
     *
     * @param idempotencyKey the same key gives the same sweep, however often it is submitted
     */
    public Future<SweepView> submit(SweepSpec spec, String idempotencyKey) {
        return request(Addresses.SWEEP_SUBMIT, new SubmitSweep(idempotencyKey, spec), SweepView.class);
    }

    /**
     * Sweeps, the newest first.
     *
     * @param cursor {@link SweepPage#next()} of the page before; null for the first page
     * @param limit most sweeps in the answer, 1 to 1000
     */
    public Future<SweepPage> list(@Nullable Long cursor, int limit) {
        return request(Addresses.SWEEP_LIST, new SweepsQuery(cursor, limit), SweepPage.class);
    }

    public Future<SweepView> get(String sweep) {
        return request(Addresses.SWEEP_GET, new SweepQuery(sweep), SweepView.class);
    }

    /** The results so far. */
    public Future<SweepReport> front(String sweep) {
        return request(Addresses.SWEEP_FRONT, new SweepQuery(sweep), SweepReport.class);
    }

    /** Cancels every trial that has not ended; cancelling an ended sweep changes nothing. */
    public Future<SweepView> cancel(String sweep) {
        return request(Addresses.SWEEP_CANCEL, new SweepQuery(sweep), SweepView.class);
    }

    /**
     * Starts no more trials and asks those that run to leave at a checkpoint. Pausing a paused sweep changes nothing.
     *
     * @return fails with CONFLICT if the sweep has ended
     */
    public Future<SweepView> pause(String sweep) {
        return request(Addresses.SWEEP_PAUSE, new SweepQuery(sweep), SweepView.class);
    }

    /**
     * Starts trials again, from their checkpoints. Resuming a running sweep changes nothing.
     *
     * @return fails with CONFLICT if the sweep has ended
     */
    public Future<SweepView> resume(String sweep) {
        return request(Addresses.SWEEP_RESUME, new SweepQuery(sweep), SweepView.class);
    }

    /**
     * Gives a sweep another priority, see {@link SchedulingSpec}.
     *
     * @return fails with CONFLICT if the sweep has ended
     */
    public Future<SweepView> reprioritise(String sweep, int priority) {
        return request(Addresses.SWEEP_PRIORITY, new SweepPriority(sweep, priority), SweepView.class);
    }

    /**
     * Removes an ended sweep with everything that is stored of it; its name and idempotency key are free again. Its artifacts
     * are collected once nothing else refers to them.
     *
     * @return fails with CONFLICT if the sweep has not ended: cancel it first; with UNKNOWN_SWEEP if there is none, which is so
     *     also if an answer was lost and the request had to be repeated
     */
    public Future<Void> delete(String sweep) {
        return request(Addresses.SWEEP_DELETE, new SweepQuery(sweep), SweepDeleted.class)
                .mapEmpty();
    }

    /**
     * Stored events after a sequence number.
     *
     * @param after 0 for all
     * @param limit most events in the answer, 1 to 1000
     */
    public Future<EventPage> events(String sweep, long after, int limit) {
        return request(Addresses.SWEEP_EVENTS, new EventsQuery(sweep, after, limit), EventPage.class);
    }

    /**
     * Calls {@code handler} with every event after {@code after}, in order, each once, and waits for its future before
     * the next. Done when the sweep has ended; a failed handler ends the following with its failure, and UNKNOWN_SWEEP if the
     * sweep is deleted before its end was heard, whether or not its name is used again.
     */
    public Future<Void> follow(String sweep, long after, Function<SweepEvent, Future<?>> handler) {
        return new EventFollower(this, vertx, sweep, after, handler).start();
    }

    /**
     * Calls {@code handler} when something happened to a sweep, to look again sooner; may skip or repeat events.
     * Unregister the consumer to stop.
     */
    public MessageConsumer<SweepEvent> changes(String sweep, Consumer<SweepEvent> handler) {
        return vertx.eventBus().consumer(Addresses.SWEEP_CHANGED, Incoming.only(SweepEvent.class, event -> {
            if (event.sweep().equals(sweep)) {
                handler.accept(event);
            }
        }));
    }

    /** Calls {@code handler} with the progress of a sweep's trials as it arrives; unregister the consumer to stop. */
    public MessageConsumer<Progress> progress(String sweep, Consumer<Progress> handler) {
        return vertx.eventBus().consumer(Addresses.TRIAL_PROGRESS, Incoming.only(Progress.class, progress -> {
            if (progress.sweep().equals(sweep)) {
                handler.accept(progress);
            }
        }));
    }

    /** The live workers that have all of these labels. */
    public Future<WorkerList> workers(Set<String> labels) {
        return request(Addresses.WORKERS, new WorkersQuery(new TreeSet<>(labels)), WorkerList.class);
    }

    /**
     * The files that a sweep's trials have left so far. Needs an orchestrator that knows the artifact store, otherwise it
     * fails with UNAVAILABLE, as {@link #read} and {@link #download} do.
     */
    public Future<List<SweepArtifact>> artifacts(String sweep) {
        return artifacts(sweep, 0, new ArrayList<>());
    }

    private Future<List<SweepArtifact>> artifacts(String sweep, int first, List<SweepArtifact> found) {
        ArtifactsQuery query = new ArtifactsQuery(sweep, first, ArtifactsQuery.MAX_TRIALS);
        return request(Addresses.SWEEP_ARTIFACTS, query, ArtifactPage.class).compose(page -> {
            found.addAll(page.artifacts());
            return page.next() == null
                    ? Future.succeededFuture(List.copyOf(found))
                    : artifacts(sweep, page.next(), found);
        });
    }

    /**
     * Calls {@code handler} with the bytes of an artifact, in order, at most {@value ArtifactRead#MAX_LENGTH} at a time, and
     * waits for its future before the next.
     *
     * @return done when all of it was taken and has its hash; fails with DAMAGED if it has another, so that what was taken is of
     *     no use, and with UNKNOWN_ARTIFACT if the sweep has it no longer
     */
    public Future<Void> read(String sweep, SweepArtifact artifact, Function<Buffer, Future<?>> handler) {
        return download(sweep, artifact).to(handler);
    }

    /**
     * Writes an artifact to a file, which is replaced when all of it has arrived and has its hash; otherwise nothing is left.
     *
     * @return fails as {@link #read}, and with INTERNAL if the file cannot be written
     */
    public Future<Void> download(String sweep, SweepArtifact artifact, Path file) {
        return download(sweep, artifact).to(vertx, file).recover(failure -> Future.failedFuture(told(failure)));
    }

    private ArtifactDownload download(String sweep, SweepArtifact artifact) {
        return new ArtifactDownload(
                sweep, artifact, read -> request(Addresses.SWEEP_ARTIFACT, read, ArtifactChunk.class));
    }

    private <T extends Message> Future<T> request(String address, Message body, Class<T> type) {
        return ask(address, body, type, System.nanoTime() + patience.toNanos());
    }

    private <T extends Message> Future<T> ask(String address, Message body, Class<T> type, long end) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(Math.max(1, Math.min(left, ANSWER.toMillis())));
        return vertx.eventBus()
                .<Object>request(address, body, options)
                .map(reply -> Incoming.body(reply, type))
                .recover(failure -> {
                    BarographException told = told(failure);
                    boolean last = told.code() != ErrorCode.UNAVAILABLE || System.nanoTime() + PAUSE.toNanos() > end;
                    return last
                            ? Future.failedFuture(told)
                            : vertx.timer(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                                    .compose(passed -> ask(address, body, type, end));
                });
    }

    private static BarographException told(Throwable failure) {
        if (failure instanceof BarographException known) {
            return known;
        }
        if (failure instanceof ReplyException reply) {
            ErrorCode code = reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
                    ? ErrorCode.ofNumber(reply.failureCode())
                    : ErrorCode.UNAVAILABLE;
            return new BarographException(code, reply.getMessage(), reply);
        }
        return new BarographException(ErrorCode.INTERNAL, failure.getMessage(), failure);
    }
}
