package io.barograph.server.submit;

import io.barograph.api.Addresses;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.EventPage;
import io.barograph.api.EventsQuery;
import io.barograph.api.JsonCodec;
import io.barograph.api.SubmitSweep;
import io.barograph.api.SweepCheck;
import io.barograph.api.SweepPage;
import io.barograph.api.SweepQuery;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepView;
import io.barograph.api.SweepsQuery;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.PlannedTrial;
import io.barograph.server.schedule.Replies;
import io.barograph.server.search.TrialSampler;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Takes submissions and answers questions about sweeps, from the store alone: any orchestrator can. */
public final class SubmissionVerticle extends VerticleBase {
    private static final int MOST_TRIALS = 100_000;

    private final SweepStore store;
    private final Clock clock;
    private final SweepReader reader;
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();

    public SubmissionVerticle(SweepStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.reader = SweepReader.ofTurns(store);
    }

    @Override
    public Future<?> start() {
        JsonCodec.register(vertx);
        answer(Addresses.SWEEP_SUBMIT, SubmitSweep.class, this::submit);
        answer(Addresses.SWEEP_LIST, SweepsQuery.class, this::list);
        answer(Addresses.SWEEP_GET, SweepQuery.class, query -> view(query.sweep()));
        answer(Addresses.SWEEP_FRONT, SweepQuery.class, query -> report(query.sweep()));
        answer(Addresses.SWEEP_EVENTS, EventsQuery.class, this::events);
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
    }

    private <T> void answer(String address, Class<T> type, Function<T, Future<?>> handler) {
        consumers.add(vertx.eventBus().consumer(address, message -> Replies.answer(message, type, handler)));
    }

    private Future<SweepView> submit(SubmitSweep request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return vertx.executeBlocking(() -> firstEntry(request, now), false)
                .compose(first -> store.submit(first).compose(created -> {
                    if (created) {
                        vertx.eventBus().publish(Addresses.SWEEP_CHANGED, first.published());
                        return Future.succeededFuture(first.sweep());
                    }
                    return store.sweepOfKey(request.idempotencyKey());
                }))
                // Without one, the sweep of this key was deleted since the store knew it.
                .compose(sweep -> sweep == null ? submit(request) : view(sweep));
    }

    /** Not for an event loop: thousands of trials take their time. */
    private static LogEntry firstEntry(SubmitSweep request, Instant now) {
        SweepSpec spec = request.spec();
        List<String> problems = SweepCheck.problems(spec);
        if (!problems.isEmpty()) {
            throw new BarographException(
                    ErrorCode.INVALID_REQUEST, "this sweep cannot work:\n  " + String.join("\n  ", problems), null);
        }
        TrialSampler sampler = TrialSampler.of(spec.search());
        List<PlannedTrial> trials = plan(spec, sampler);
        return new LogEntry(
                spec.name(), 1, now, new Submitted(request.idempotencyKey(), spec, sampler.version(), trials));
    }

    private static List<PlannedTrial> plan(SweepSpec spec, TrialSampler sampler) {
        try {
            List<PlannedTrial> trials = sampler.next(0);
            if (trials.isEmpty() || trials.size() > MOST_TRIALS) {
                throw new IllegalArgumentException(
                        "a sweep must have 1 to " + MOST_TRIALS + " trials, this has " + trials.size());
            }
            return trials;
        } catch (IllegalArgumentException e) {
            throw new BarographException(ErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }

    private Future<SweepPage> list(SweepsQuery query) {
        return store.newest(query.cursor(), query.limit()).map(sweeps -> SweepPage.of(sweeps, query.limit()));
    }

    private Future<SweepView> view(String sweep) {
        return reader.read(sweep).map(SweepProjection::view);
    }

    private Future<SweepReport> report(String sweep) {
        return reader.read(sweep).map(projection -> projection.report(clock.instant()));
    }

    private Future<EventPage> events(EventsQuery query) {
        return store.page(query.sweep(), query.after(), query.limit()).map(page -> {
            if (page.number() == null) {
                throw SweepReader.unknown(query.sweep());
            }
            return new EventPage(
                    page.entries().stream().map(LogEntry::published).toList(), page.number());
        });
    }
}
