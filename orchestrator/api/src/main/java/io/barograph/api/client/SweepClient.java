package io.barograph.api.client;

import io.barograph.api.Addresses;
import io.barograph.api.ArtifactChunk;
import io.barograph.api.ArtifactPage;
import io.barograph.api.ArtifactRead;
import io.barograph.api.ArtifactsQuery;
import io.barograph.api.Asker;
import io.barograph.api.BarographException;
import io.barograph.api.BridgeTopic;
import io.barograph.api.CheckSweep;
import io.barograph.api.EventPage;
import io.barograph.api.EventsQuery;
import io.barograph.api.Message;
import io.barograph.api.Progress;
import io.barograph.api.SchedulingSpec;
import io.barograph.api.SubmitSweep;
import io.barograph.api.SweepArtifact;
import io.barograph.api.SweepChangeType;
import io.barograph.api.SweepDeleted;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepPage;
import io.barograph.api.SweepPlan;
import io.barograph.api.SweepPriority;
import io.barograph.api.SweepQuery;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepView;
import io.barograph.api.SweepsQuery;
import io.barograph.api.WorkerList;
import io.barograph.api.WorkersQuery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
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
 * Submits sweeps and follows them, as a member of the cluster or over the HTTP port of orchestrators. Thread-safe. Every future fails with {@link BarographException}.
 *
 * <p>While nobody answers, because the one who led is gone and the next does not lead yet, a request is repeated for 30 s;
 * then it fails with UNAVAILABLE. All of them can be: what is there already is left as it is. A request that was too much is
 * sent again after the time that the server asks for, within the same 30 s; then it fails with TOO_MANY_REQUESTS.
 */
public final class SweepClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(10); // one that is frozen never gives it
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Vertx vertx;
    private final Transport transport;
    private final Duration patience;

    private SweepClient(Vertx vertx, Transport transport, Duration patience) {
        this.vertx = vertx;
        this.transport = transport;
        this.patience = patience;
    }

    /** A client on the event bus of {@code vertx}, for members of the cluster; registers the message codec there. */
    public static SweepClient over(Vertx vertx) {
        return over(vertx, Asker.MEMBER);
    }

    /** As {@link #over(Vertx)}; what it changes is remembered as done by {@code asker}. */
    public static SweepClient over(Vertx vertx, Asker asker) {
        return new SweepClient(vertx, new BusTransport(vertx, asker), PATIENCE);
    }

    /** As {@link #over(Vertx)}, asking for so long. */
    static SweepClient over(Vertx vertx, Duration patience) {
        return new SweepClient(vertx, new BusTransport(vertx, Asker.MEMBER), patience);
    }

    /**
     * A client of the HTTP port of orchestrators. It connects when something is asked, and again after a connection was lost, to
     * whichever of the addresses answers. Requests then also fail with UNAUTHENTICATED and FORBIDDEN.
     */
    public static SweepClient connect(Vertx vertx, BridgeOptions options) {
        return connect(vertx, options, PATIENCE);
    }

    /** As {@link #connect(Vertx, BridgeOptions)}, asking for so long. */
    static SweepClient connect(Vertx vertx, BridgeOptions options, Duration patience) {
        return new SweepClient(vertx, new BridgeTransport(vertx, options), patience);
    }

    /**
     * Submits a sweep; done when it is stored.
     *
     * @param idempotencyKey the same key gives the same sweep, however often it is submitted
     * @return fails with QUOTA_EXCEEDED if the caller's token may have no more sweeps now
     */
    public Future<SweepView> submit(SweepSpec spec, String idempotencyKey) {
        return request(Addresses.SWEEP_SUBMIT, new SubmitSweep(idempotencyKey, spec), SweepView.class);
    }

    /**
     * What would become of a sweep. Nothing is stored.
     *
     * @return fails with INVALID_REQUEST if it would be refused, with every problem
     */
    public Future<SweepPlan> check(SweepSpec spec) {
        return request(Addresses.SWEEP_CHECK, new CheckSweep(spec), SweepPlan.class);
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
        return events(sweep, after, limit, Set.of());
    }

    /**
     * Stored events of some types after a sequence number: the few among very many epochs are found at once.
     *
     * @param types empty for all, which is what older orchestrators always give
     */
    public Future<EventPage> events(String sweep, long after, int limit, Set<SweepChangeType> types) {
        return request(Addresses.SWEEP_EVENTS, EventsQuery.of(sweep, after, limit, types), EventPage.class);
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
     * Unregister it to stop.
     */
    public Subscription changes(String sweep, Consumer<SweepEvent> handler) {
        return transport.subscribe(BridgeTopic.CHANGES, sweep, message -> handler.accept((SweepEvent) message));
    }

    /** Calls {@code handler} with the progress of a sweep's trials as it arrives; unregister it to stop. */
    public Subscription progress(String sweep, Consumer<Progress> handler) {
        return transport.subscribe(BridgeTopic.PROGRESS, sweep, message -> handler.accept((Progress) message));
    }

    /** The live workers that have all of these labels, with what each of them trains. */
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
        return download(sweep, artifact)
                .to(vertx, file)
                .recover(failure -> Future.failedFuture(BarographException.of(failure)));
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
        return transport
                .ask(address, body, type, Math.max(1, Math.min(left, ANSWER.toMillis())))
                .recover(failure -> {
                    BarographException told = BarographException.of(failure);
                    Duration asked = told.retryAfter();
                    long pause = (asked == null ? PAUSE : asked).toMillis();
                    boolean last = !told.mayPass() || System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) > end;
                    return last
                            ? Future.failedFuture(told)
                            : vertx.timer(pause, TimeUnit.MILLISECONDS)
                                    .compose(passed -> ask(address, body, type, end));
                });
    }

    /**
     * Ends it: what was asked and is followed fails, subscriptions hear nothing more, a connection is closed. A second call does
     * nothing.
     */
    public Future<Void> close() {
        return transport.close();
    }
}
