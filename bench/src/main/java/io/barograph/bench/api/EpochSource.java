package io.barograph.bench.api;

import io.barograph.api.Ack;
import io.barograph.api.Addresses;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialOffer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A worker's slot whose trial never ends: it reports an epoch every few milliseconds. */
final class EpochSource extends VerticleBase {
    private static final long EVERY_MILLIS = 5;
    private static final DeliveryOptions PATIENCE = new DeliveryOptions().setSendTimeout(5000);

    private final String name = "source-" + UUID.randomUUID();

    @Override
    public Future<?> start() {
        ask();
        return Future.succeededFuture();
    }

    private void ask() {
        vertx.eventBus()
                .<TrialOffer>request(Addresses.TRIAL_ASK, TrialAsk.of(name, 0, 1, name), PATIENCE)
                .onComplete(reply -> {
                    @Nullable
                    TrialAssignment given =
                            reply.succeeded() ? reply.result().body().assignment() : null;
                    if (given == null) {
                        vertx.setTimer(200, timer -> ask());
                    } else {
                        report(given, 1);
                    }
                });
    }

    private void report(TrialAssignment trial, int epoch) {
        vertx.setTimer(EVERY_MILLIS, timer -> vertx.eventBus()
                .<Ack>request(
                        Addresses.TRIAL_EPOCH,
                        BigSweep.report(trial.config().trial(), trial.attempt(), epoch, 100)
                                .withSweepNumber(trial.sweepNumber()),
                        PATIENCE)
                .onComplete(reply -> report(trial, reply.succeeded() ? epoch + 1 : epoch)));
    }
}
