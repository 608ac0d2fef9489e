package io.barograph.node;

import io.barograph.api.Addresses;
import io.barograph.api.Incoming;
import io.barograph.api.JsonCodec;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialFailure;
import io.barograph.api.TrialOffer;
import io.barograph.api.TrialRelease;
import io.barograph.api.TrialStop;
import io.barograph.metrics.LogContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One slot of a worker: asks for a trial, trains it on a thread of its own, reports, asks again.
 *
 * <p>Stopping asks the running trial to leave at a checkpoint, gives it back to the scheduler, and waits for both at
 * most {@link WorkerConfig#stopTimeout()}; then the verticle is gone whatever the trainer does.
 */
public final class WorkerVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerVerticle.class);

    /** The slots of a worker ask one after the other: asks that wait for a connection are all written in one go. */
    private static final long MILLIS_BETWEEN_SLOTS = 2;

    private final WorkerConfig config;
    private final TrialTrainer trainer;
    private final SchedulerContact contact;
    private final SortedSet<String> labels;
    private final ExecutorService trainingThread;
    private final Promise<Void> idle = Promise.promise();
    private final String incarnation = UUID.randomUUID().toString();
    private long askNumber = 1;
    private final Misunderstandings misunderstandings = new Misunderstandings(LOG);
    private boolean asking;
    private boolean stopping;
    private @Nullable TrialRun running;
    private @Nullable ReportOutbox outbox;
    private @Nullable StorageWait storage;

    public WorkerVerticle(WorkerConfig config, TrialTrainer trainer) {
        this(config, trainer, new SchedulerContact());
    }

    /** @param contact is told of every answer; one for all slots of a worker */
    public WorkerVerticle(WorkerConfig config, TrialTrainer trainer, SchedulerContact contact) {
        this.config = config;
        this.trainer = trainer;
        this.contact = contact;
        this.labels = new TreeSet<>(config.labels());
        this.labels.addAll(trainer.labels());
        trainingThread = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "barograph-training-" + config.name() + "-" + config.slot());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Future<?> start() {
        JsonCodec.register(vertx);
        outbox = new ReportOutbox(vertx, config);
        storage = new StorageWait(vertx, config, trainingThread, trainer::storageProblem);
        return vertx.eventBus()
                .consumer(Addresses.TRIAL_STOP, Incoming.only(TrialStop.class, stop -> {
                    if (running != null) {
                        running.onStop(stop);
                    }
                }))
                .completion()
                .onSuccess(ready -> firstAsk());
    }

    private void firstAsk() {
        if (config.slot() == 0) {
            ask();
        } else {
            vertx.setTimer(config.slot() * MILLIS_BETWEEN_SLOTS, timer -> ask());
        }
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        if (running != null) {
            running.cancel();
        } else if (!asking) {
            idle.tryComplete();
        }
        return idle.future()
                .timeout(config.stopTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(late -> {
                    LOG.warn("stopped without a checkpoint: {}", late.getMessage());
                    return null;
                })
                .onComplete(done -> trainingThread.shutdown());
    }

    private void ask() {
        asking = !stopping;
        if (stopping) {
            idle.tryComplete();
            return;
        }
        TrialAsk ask = new TrialAsk(
                config.name(), config.slot(), askNumber, labels, new TreeSet<>(trainer.datasets()), incarnation);
        DeliveryOptions options =
                new DeliveryOptions().setSendTimeout(config.requestTimeout().toMillis());
        vertx.eventBus()
                .<Object>request(Addresses.TRIAL_ASK, ask, options)
                .map(reply -> Incoming.body(reply, TrialOffer.class))
                .onSuccess(this::take)
                .onFailure(failure -> {
                    misunderstandings.tell(ask, failure);
                    vertx.setTimer(config.retryDelay().toMillis(), timer -> ask());
                });
    }

    private void take(TrialOffer offer) {
        contact.heard();
        askNumber++;
        asking = false;
        TrialAssignment assignment = offer.assignment();
        if (assignment == null && stopping) {
            idle.tryComplete();
        } else if (assignment == null) {
            vertx.setTimer(Math.max(1, offer.retryMillis()), timer -> ask());
        } else {
            train(assignment, offer.correlation());
        }
    }

    private void train(TrialAssignment assignment, @Nullable String correlation) {
        ReportOutbox reports = outbox();
        TrialRun trial = new TrialRun(vertx, context, config, reports, contact, assignment);
        running = trial;
        trial.start();
        if (stopping) {
            tell(trial, new TrialOutcome.Interrupted(null)).onComplete(told -> next(trial));
            return;
        }
        trainingThread.execute(() -> {
            Future<?> end = outcome(trial, correlation);
            context.runOnContext(nothing -> end.onComplete(told -> next(trial)));
        });
    }

    /** Trains on the calling thread; the future completes on the event loop once the scheduler knows the end. */
    private Future<Boolean> outcome(TrialRun trial, @Nullable String correlation) {
        TrialAssignment of = trial.assignment();
        String name = of.config().trial();
        try (LogContext about = LogContext.of(of.sweep(), correlation).trial(name, of.attempt())) {
            LOG.info("{} of {} begins, attempt {}", name, of.sweep(), of.attempt());
            Promise<Boolean> told = outcome(trial);
            LOG.info("{} of {} has left its slot", name, of.sweep());
            return told.future();
        }
    }

    private Promise<Boolean> outcome(TrialRun trial) {
        Promise<Boolean> told = Promise.promise();
        try {
            TrialOutcome outcome = trainer.train(trial.assignment(), trial, trial::isCancelled);
            context.runOnContext(nothing -> tell(trial, outcome).onComplete(told));
        } catch (Throwable thrown) { // whatever happens to a trial, the worker goes on with the next
            TrialException failure = TrialException.of(thrown);
            if (!failure.code().ofStorage()) {
                LOG.error("trial {} failed", trial.assignment().config().trial(), thrown);
            }
            context.runOnContext(nothing -> tell(trial, failure).onComplete(told));
        }
        return told;
    }

    private Future<Boolean> tell(TrialRun trial, TrialOutcome outcome) {
        storage().onStored();
        return send(trial, outcome);
    }

    private static Future<Boolean> send(TrialRun trial, TrialOutcome outcome) {
        TrialAssignment of = trial.assignment();
        return outcome.fold(
                completed -> trial.send(Addresses.TRIAL_RESULT, completed.result()),
                interrupted -> trial.send(
                        Addresses.TRIAL_RELEASE,
                        new TrialRelease(of.sweep(), of.config().trial(), of.attempt(), interrupted.checkpoint())));
    }

    /** A missing place for its artifacts is no fault of a trial: it is given back, and uses up no attempt. */
    private Future<Boolean> tell(TrialRun trial, TrialException failure) {
        TrialAssignment of = trial.assignment();
        String message = String.valueOf(failure.getMessage());
        if (failure.code().ofStorage()) {
            storage().onMissing(message);
            return send(trial, new TrialOutcome.Interrupted(null));
        }
        return trial.send(
                Addresses.TRIAL_FAILURE,
                TrialFailure.of(of.sweep(), of.config().trial(), of.attempt(), failure.code(), message));
    }

    private void next(TrialRun trial) {
        trial.end();
        running = null;
        if (stopping) {
            idle.tryComplete();
        } else {
            storage().over().onSuccess(over -> ask());
        }
    }

    private StorageWait storage() {
        if (storage == null) {
            throw new IllegalStateException("not started");
        }
        return storage;
    }

    private ReportOutbox outbox() {
        if (outbox == null) {
            throw new IllegalStateException("not started");
        }
        return outbox;
    }
}
