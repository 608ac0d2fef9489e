package io.barograph.server.submit;

import io.barograph.api.Addresses;
import io.barograph.api.Asker;
import io.barograph.api.CheckSweep;
import io.barograph.api.EventPage;
import io.barograph.api.EventsQuery;
import io.barograph.api.JsonCodec;
import io.barograph.api.SubmitSweep;
import io.barograph.api.SweepPage;
import io.barograph.api.SweepPlan;
import io.barograph.api.SweepQuery;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepView;
import io.barograph.api.SweepsQuery;
import io.barograph.server.access.Quota;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.PlannedTrial;
import io.barograph.server.schedule.Replies;
import io.barograph.server.search.TrialSampler;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.DamagedLogException;
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
    private final SweepStore store;
    private final Clock clock;
    private final Quota quota;
    private final SweepReader reader;
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();

    /** @param quota of each caller that is limited */
    public SubmissionVerticle(SweepStore store, Clock clock, Quota quota) {
        this.store = store;
        this.clock = clock;
        this.quota = quota;
        this.reader = SweepReader.ofTurns(store);
    }

    @Override
    public Future<?> start() {
        JsonCodec.register(vertx);
        consumers.add(vertx.eventBus()
                .consumer(
                        Addresses.SWEEP_SUBMIT, message -> Replies.answerTo(message, SubmitSweep.class, this::submit)));
        answer(Addresses.SWEEP_CHECK, CheckSweep.class, this::check);
        answer(Addresses.SWEEP_LIST, SweepsQuery.class, this::list);
        answer(Addresses.SWEEP_GET, SweepQuery.class, query -> view(query.sweep()));
        answer(Addresses.SWEEP_FRONT, SweepQuery.class, query -> report(query.sweep()));
        answer(Addresses.SWEEP_EVENTS, EventsQuery.class, this::events);
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
    }

    private <T> void answer(String address, Class<T> type, Function<T, Future<?>> handler) {
        consumers.add(vertx.eventBus().consumer(address, message -> Replies.answer(message, type, handler)));
    }

    private Future<SweepView> submit(SubmitSweep request, Asker asker) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return vertx.executeBlocking(() -> firstEntry(request, now, asker), false)
                .compose(first -> store.submit(first, asker.limited() ? quota : Quota.NONE)
                        .compose(created -> {
                            if (created) {
                                vertx.eventBus().publish(Addresses.SWEEP_CHANGED, first.published());
                                return Future.succeededFuture(first.sweep());
                            }
                            return store.sweepOfKey(request.idempotencyKey());
                        }))
                // Without one, the sweep of this key was deleted since the store knew it.
                .compose(sweep -> sweep == null ? submit(request, asker) : view(sweep));
    }

    /** Not for an event loop: thousands of trials take their time. */
    private static LogEntry firstEntry(SubmitSweep request, Instant now, Asker asker) {
        SweepSpec spec = request.spec();
        List<PlannedTrial> trials = SweepPlanner.trials(spec);
        int version = TrialSampler.of(spec.search()).version();
        return new LogEntry(
                spec.name(), 1, now, new Submitted(request.idempotencyKey(), spec, version, trials, asker.name()));
    }

    private Future<SweepPlan> check(CheckSweep request) {
        String name = request.spec().name();
        return store.page(name, 0, 1)
                .map(page -> page.number() != null)
                .recover(failure -> failure instanceof DamagedLogException
                        ? Future.succeededFuture(true)
                        : Future.failedFuture(failure))
                .compose(taken -> vertx.executeBlocking(() -> SweepPlanner.plan(request.spec(), taken), false));
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
        return store.page(query.sweep(), query.after(), query.limit(), query.types())
                .map(page -> {
                    if (page.number() == null) {
                        throw SweepReader.unknown(query.sweep());
                    }
                    return new EventPage(
                            page.entries().stream().map(LogEntry::published).toList(), page.number());
                });
    }
}
