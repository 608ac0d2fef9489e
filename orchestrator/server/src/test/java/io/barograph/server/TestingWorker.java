package io.barograph.server;

import io.barograph.api.Ack;
import io.barograph.api.Addresses;
import io.barograph.api.EpochReport;
import io.barograph.api.JsonCodec;
import io.barograph.api.Message;
import io.barograph.api.Phase;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialOffer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes trials over the event bus and reports results made up at once: three epochs, each with a checkpoint. */
public final class TestingWorker extends VerticleBase {
    public static final int EPOCHS = 3;
    private static final long TIMEOUT_MILLIS = 2000;

    private final String name;
    private final long epochMillis;
    private final List<TrialAssignment> assignments = new CopyOnWriteArrayList<>();
    private final String incarnation = UUID.randomUUID().toString();
    private long askNumber = 1;

    public TestingWorker(String name, long epochMillis) {
        this.name = name;
        this.epochMillis = epochMillis;
    }

    /** Everything this worker was given. */
    public List<TrialAssignment> assignments() {
        return assignments;
    }

    @Override
    public Future<?> start() {
        JsonCodec.register(vertx);
        ask();
        return Future.succeededFuture();
    }

    private void ask() {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(TIMEOUT_MILLIS);
        vertx.eventBus()
                .<TrialOffer>request(Addresses.TRIAL_ASK, TrialAsk.of(name, 0, askNumber, incarnation), options)
                .onFailure(failure -> vertx.setTimer(20, timer -> ask()))
                .onSuccess(reply -> {
                    askNumber++;
                    TrialAssignment assignment = reply.body().assignment();
                    if (assignment == null) {
                        vertx.setTimer(20, timer -> ask());
                    } else {
                        assignments.add(assignment);
                        epoch(assignment, startEpoch(assignment));
                    }
                });
    }

    /** The fake checkpoint after an epoch says which epoch it was. */
    public static String checkpoint(int epoch) {
        return String.format("%064x", epoch);
    }

    private static int startEpoch(TrialAssignment assignment) {
        return assignment.checkpoint() == null ? 1 : Integer.parseInt(assignment.checkpoint(), 16) + 1;
    }

    private void epoch(TrialAssignment assignment, int epoch) {
        String trial = assignment.config().trial();
        if (epoch > EPOCHS) {
            Message result = TestingSpecs.result(
                    assignment.sweep(),
                    trial,
                    assignment.attempt(),
                    assignment.config().budget());
            send(Addresses.TRIAL_RESULT, result).onComplete(done -> ask());
            return;
        }
        EpochReport report = new EpochReport(
                assignment.sweep(),
                trial,
                assignment.attempt(),
                epoch == 1 ? Phase.PRETRAIN : Phase.PRUNE,
                epoch,
                new TreeMap<>(Map.of("loss", 1.0 / epoch, "validationAccuracy", 0.1 * epoch)),
                checkpoint(epoch),
                epoch == 1 && assignment.teacher() == null ? "cd".repeat(32) : null,
                epoch == EPOCHS && assignment.leavesRung() ? "ee".repeat(32) : null);
        vertx.setTimer(Math.max(1, epochMillis), timer -> send(Addresses.TRIAL_EPOCH, report)
                .onSuccess(ack -> {
                    if (ack.accepted()) {
                        epoch(assignment, epoch + 1);
                    } else {
                        ask();
                    }
                }));
    }

    private Future<Ack> send(String address, Message report) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(TIMEOUT_MILLIS);
        return vertx.eventBus()
                .<Ack>request(address, report, options)
                .map(reply -> reply.body())
                .recover(failure -> vertx.timer(50).compose(again -> send(address, report)));
    }
}
