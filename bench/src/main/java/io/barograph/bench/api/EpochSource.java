package io.barograph.bench.api;

import io.barograph.api.Ack;
import io.barograph.api.Addresses;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialOffer;
import io.barograph.api.TrialResult;
import io.barograph.server.TestingSpecs;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A worker's slot that reports an epoch every few milliseconds, and completes its trial only when that is asked. */
final class EpochSource extends VerticleBase {
    private static final long EVERY_MILLIS = 5;
    private static final DeliveryOptions PATIENCE = new DeliveryOptions().setSendTimeout(5000);

    private final String name = "source-" + UUID.randomUUID();
    private volatile boolean endAsked;
    private long number = 1;

    /** The trial completes with its next epoch. */
    void endTrial() {
        endAsked = true;
    }

    @Override
    public Future<?> start() {
        ask();
        return Future.succeededFuture();
    }

    private void ask() {
        vertx.eventBus()
                .<TrialOffer>request(Addresses.TRIAL_ASK, TrialAsk.of(name, 0, number, name), PATIENCE)
                .onComplete(reply -> {
                    @Nullable
                    TrialAssignment given =
                            reply.succeeded() ? reply.result().body().assignment() : null;
                    if (given == null) {
                        vertx.setTimer(200, timer -> ask());
                    } else {
                        number++;
                        report(given, 1);
                    }
                });
    }

    private void report(TrialAssignment trial, int epoch) {
        if (endAsked) {
            endAsked = false;
            TrialResult result = TestingSpecs.result(
                    BigSweep.NAME,
                    trial.config().trial(),
                    trial.attempt(),
                    trial.config().budget());
            vertx.eventBus()
                    .<Ack>request(Addresses.TRIAL_RESULT, result.withSweepNumber(trial.sweepNumber()), PATIENCE)
                    .onComplete(reply -> ask());
            return;
        }
        vertx.setTimer(EVERY_MILLIS, timer -> vertx.eventBus()
                .<Ack>request(
                        Addresses.TRIAL_EPOCH,
                        BigSweep.report(trial.config().trial(), trial.attempt(), epoch, 100)
                                .withSweepNumber(trial.sweepNumber()),
                        PATIENCE)
                .onComplete(reply -> report(trial, reply.succeeded() ? epoch + 1 : epoch)));
    }
}
