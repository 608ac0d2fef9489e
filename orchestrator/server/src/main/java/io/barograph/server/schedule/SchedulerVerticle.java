package io.barograph.server.schedule;

import io.barograph.api.Addresses;
import io.barograph.api.JsonCodec;
import io.barograph.api.SweepChange;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepPriority;
import io.barograph.api.SweepQuery;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialMessage;
import io.barograph.api.TrialStop;
import io.barograph.metrics.Meters;
import io.barograph.server.log.LogEntry;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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

    private final SweepStore store;
    private final SchedulerConfig config;
    private final Clock clock;
    private final Meters meters;
    private final Consumer<Throwable> onStoreFailure;
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();
    private @Nullable Scheduler scheduler;

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
        vertx.eventBus().<SweepEvent>consumer(Addresses.SWEEP_CHANGED, message -> {
            if (message.body().change() instanceof SweepChange.Submitted) {
                created.wake();
            }
        });
        vertx.setPeriodic(config.tick().toMillis(), timer -> created.tick());
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
        if (leading && current != null) {
            this.<TrialAsk>answer(Addresses.TRIAL_ASK, current::ask);
            for (String address : List.of(
                    Addresses.TRIAL_EPOCH,
                    Addresses.TRIAL_RESULT,
                    Addresses.TRIAL_FAILURE,
                    Addresses.TRIAL_RELEASE,
                    Addresses.TRIAL_LEASE)) {
                this.<TrialMessage>answer(address, current::report);
            }
            this.<SweepQuery>answer(Addresses.SWEEP_CANCEL, query -> current.steer(query.sweep(), Steering::cancel));
            this.<SweepQuery>answer(Addresses.SWEEP_PAUSE, query -> current.steer(query.sweep(), Steering::pause));
            this.<SweepQuery>answer(Addresses.SWEEP_RESUME, query -> current.steer(query.sweep(), Steering::resume));
            this.<SweepPriority>answer(
                    Addresses.SWEEP_PRIORITY,
                    query -> current.steer(query.sweep(), Steering.priority(query.priority())));
        }
    }

    private <T> void answer(String address, Function<T, Future<?>> handler) {
        consumers.add(vertx.eventBus().<T>consumer(address, message -> Replies.answer(message, handler)));
    }

    @Override
    public void onStoreFailure(Throwable cause) {
        onStoreFailure.accept(cause);
    }

    @Override
    public void onStored(LogEntry entry) {
        vertx.eventBus().publish(Addresses.SWEEP_CHANGED, entry.published());
    }

    @Override
    public void onStop(TrialStop stop) {
        vertx.eventBus().publish(Addresses.TRIAL_STOP, stop);
    }
}
