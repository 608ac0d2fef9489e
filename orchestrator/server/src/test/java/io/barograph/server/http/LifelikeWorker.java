package io.barograph.server.http;

import io.barograph.api.Ack;
import io.barograph.api.Addresses;
import io.barograph.api.JsonCodec;
import io.barograph.api.Message;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialOffer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.UUID;

/** Takes trials over the event bus and reports a {@link LifelikeTrial} of each. */
final class LifelikeWorker extends VerticleBase {
    private static final DeliveryOptions PATIENCE = new DeliveryOptions().setSendTimeout(2000);

    private final String name;
    private final long epochMillis;
    private final String incarnation = UUID.randomUUID().toString();
    private long number = 1;
    private int trials;

    /** @param trials after how many it takes no more */
    LifelikeWorker(String name, long epochMillis, int trials) {
        this.name = name;
        this.epochMillis = epochMillis;
        this.trials = trials;
    }

    @Override
    public Future<?> start() {
        JsonCodec.register(vertx);
        ask();
        return Future.succeededFuture();
    }

    private void ask() {
        if (trials == 0) {
            return;
        }
        vertx.eventBus()
                .<TrialOffer>request(Addresses.TRIAL_ASK, TrialAsk.of(name, 0, number, incarnation), PATIENCE)
                .onFailure(failure -> vertx.setTimer(20, timer -> ask()))
                .onSuccess(reply -> {
                    number++;
                    TrialAssignment assignment = reply.body().assignment();
                    if (assignment == null) {
                        vertx.setTimer(20, timer -> ask());
                    } else {
                        trials--;
                        epoch(new LifelikeTrial(assignment), 1);
                    }
                });
    }

    private void epoch(LifelikeTrial trial, int epoch) {
        if (epoch > trial.epochs()) {
            send(Addresses.TRIAL_RESULT, trial.result()).onComplete(done -> ask());
            return;
        }
        vertx.setTimer(epochMillis, timer -> send(Addresses.TRIAL_EPOCH, trial.epoch(epoch))
                .onSuccess(ack -> {
                    if (ack.accepted()) {
                        epoch(trial, epoch + 1);
                    } else {
                        ask();
                    }
                }));
    }

    private Future<Ack> send(String address, Message report) {
        return vertx.eventBus()
                .<Ack>request(address, report, PATIENCE)
                .map(reply -> reply.body())
                .recover(failure -> vertx.timer(50).compose(again -> send(address, report)));
    }
}
