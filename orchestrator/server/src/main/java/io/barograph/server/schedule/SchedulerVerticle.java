package io.barograph.server.schedule;

import io.barograph.api.Addresses;
import io.barograph.api.Asker;
import io.barograph.api.EpochReport;
import io.barograph.api.Incoming;
import io.barograph.api.JsonCodec;
import io.barograph.api.LeaseRenewal;
import io.barograph.api.SweepChange;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepPriority;
import io.barograph.api.SweepQuery;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialFailure;
import io.barograph.api.TrialRelease;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialStop;
import io.barograph.api.WorkersQuery;
import io.barograph.metrics.EventLoopDelay;
import io.barograph.metrics.Meters;
import io.barograph.metrics.Metric;
import io.barograph.server.log.LogEntry;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler on the event bus: listens to workers while it leads, stands by otherwise. Starting is done when it knows
 * which; stopping waits for the commit under way and gives the lease up.
 */
public final class SchedulerVerticle extends VerticleBase implements SchedulerListener {
    private static final Logger log = LoggerFactory.getLogger(SchedulerVerticle.class);
    private static final long GAUGES_MILLIS = 2000;

    private final SweepStore store;
    private final SchedulerConfig config;
    private final Clock clock;
    private final Meters meters;
    private final Consumer<Throwable> onStoreFailure;
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();
    private final AtomicInteger leads = new AtomicInteger();
    private @Nullable Scheduler scheduler;
    private @Nullable LeaderGauges gauges;

    /** @param onStoreFailure hears every failure of the store; the scheduler goes on trying all the same */
    public SchedulerVerticle(
            SweepStore store, SchedulerConfig config, Clock clock, Meters meters, Consumer<Throwable> onStoreFailure) {
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
        this.onStoreFailure = onStoreFailure;
    }

    @Override
    public Future<?> start() {
        JsonCodec.register(vertx);
        Scheduler created = new Scheduler(store, config, clock, meters, this);
        scheduler = created;
        vertx.eventBus().consumer(Addresses.SWEEP_CHANGED, Incoming.only(SweepEvent.class, event -> {
            if (event.change() instanceof SweepChange.Submitted) {
                created.wake();
            }
        }));
        vertx.setPeriodic(config.tick().toMillis(), timer -> created.tick());
        if (meters.areRead()) {
            LeaderGauges made = new LeaderGauges(store, clock, meters.sheet());
            gauges = made;
            meters.gauge(Metric.LEADING, leads::get);
            EntryMeters.begin(meters);
            EventLoopDelay.watch(vertx, meters);
            vertx.setPeriodic(GAUGES_MILLIS, timer -> made.renew(created.standing()));
        }
        return created.tick()
                .compose(ticked -> Future.all(
                        consumers.stream().map(MessageConsumer::completion).toList()));
    }

    @Override
    public Future<?> stop() {
        return scheduler == null ? Future.succeededFuture() : scheduler.stop();
    }

    @Override
    public void onLeading(boolean leading) {
        consumers.forEach(MessageConsumer::unregister);
        consumers.clear();
        Scheduler current = scheduler;
        leads.set(leading ? 1 : 0);
        if (gauges != null && current != null) {
            gauges.renew(current.standing());
        }
        if (leading && current != null) {
            answer(Addresses.TRIAL_ASK, TrialAsk.class, current::ask);
            answer(Addresses.TRIAL_EPOCH, EpochReport.class, current::report);
            answer(Addresses.TRIAL_RESULT, TrialResult.class, current::report);
            answer(Addresses.TRIAL_FAILURE, TrialFailure.class, current::report);
            answer(Addresses.TRIAL_RELEASE, TrialRelease.class, current::report);
            answer(Addresses.TRIAL_LEASE, LeaseRenewal.class, current::report);
            answer(Addresses.WORKERS, WorkersQuery.class, current::workers);
            steer(current, Addresses.SWEEP_CANCEL, Steering::cancel);
            steer(current, Addresses.SWEEP_PAUSE, Steering::pause);
            steer(current, Addresses.SWEEP_RESUME, Steering::resume);
            answerTo(
                    Addresses.SWEEP_DELETE,
                    SweepQuery.class,
                    (query, asker) -> current.delete(query.sweep(), asker.name()));
            answerTo(
                    Addresses.SWEEP_PRIORITY,
                    SweepPriority.class,
                    (query, asker) -> current.steer(query.sweep(), Steering.priority(query.priority()), asker.name()));
        }
    }

    private void steer(Scheduler current, String address, Steering.Rule rule) {
        answerTo(address, SweepQuery.class, (query, asker) -> current.steer(query.sweep(), rule, asker.name()));
    }

    private <T> void answer(String address, Class<T> type, Function<T, Future<?>> handler) {
        consumers.add(vertx.eventBus().consumer(address, message -> Replies.answer(message, type, handler)));
    }

    private <T> void answerTo(String address, Class<T> type, BiFunction<T, Asker, Future<?>> handler) {
        consumers.add(vertx.eventBus().consumer(address, message -> Replies.answerTo(message, type, handler)));
    }

    @Override
    public void onStoreFailure(Throwable cause) {
        onStoreFailure.accept(cause);
    }

    @Override
    public void onStored(List<LogEntry> entries) {
        Map<String, LogEntry> newest = new LinkedHashMap<>(); // tells the followers of a sweep to look, and how far
        Scheduler current = scheduler;
        entries.forEach(entry -> {
            newest.put(entry.sweep(), entry);
            TurnLog.tell(entry, current == null ? null : current.correlation(entry.sweep()));
        });
        newest.values().forEach(entry -> vertx.eventBus().publish(Addresses.SWEEP_CHANGED, entry.published()));
    }

    @Override
    public void onStop(TrialStop stop) {
        vertx.eventBus().publish(Addresses.TRIAL_STOP, stop);
    }
}
