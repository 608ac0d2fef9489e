package io.barograph.node;

import io.barograph.api.Ack;
import io.barograph.api.Addresses;
import io.barograph.api.Message;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialMessage;
import io.barograph.api.TrialOffer;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Plays the scheduler on a local event bus: hands out assignments in order and answers reports as told. */
final class TestingScheduler {
    final List<TrialAsk> asks = new CopyOnWriteArrayList<>();
    final BlockingQueue<TrialMessage> reports = new LinkedBlockingQueue<>();
    private final Queue<TrialAssignment> assignments = new ArrayDeque<>();
    private Function<TrialMessage, Ack> answer = report -> Ack.OK;
    private int silences;

    void start(Vertx vertx) {
        vertx.eventBus().<TrialAsk>consumer(Addresses.TRIAL_ASK, message -> {
            asks.add(message.body());
            message.reply(offer());
        });
        for (String address : List.of(
                Addresses.TRIAL_EPOCH, Addresses.TRIAL_RESULT, Addresses.TRIAL_FAILURE, Addresses.TRIAL_RELEASE)) {
            vertx.eventBus().<TrialMessage>consumer(address, this::answer);
        }
        vertx.eventBus().<TrialMessage>consumer(Addresses.TRIAL_LEASE, message -> message.reply(reply(message.body())));
    }

    synchronized void assign(TrialAssignment assignment) {
        assignments.add(assignment);
    }

    synchronized void answerWith(Function<TrialMessage, Ack> newAnswer) {
        answer = newAnswer;
    }

    /** The next {@code count} reports arrive, but their answers get lost. */
    synchronized void loseAnswers(int count) {
        silences = count;
    }

    <T extends TrialMessage> T await(Class<T> type) throws InterruptedException {
        for (TrialMessage report = next(); ; report = next()) {
            if (type.isInstance(report)) {
                return type.cast(report);
            }
        }
    }

    private TrialMessage next() throws InterruptedException {
        TrialMessage report = reports.poll(60, TimeUnit.SECONDS);
        if (report == null) {
            throw new AssertionError("no further report arrived");
        }
        return report;
    }

    private synchronized Message offer() {
        TrialAssignment assignment = assignments.poll();
        return assignment == null ? TrialOffer.none(5) : TrialOffer.of(assignment, "key");
    }

    private synchronized void answer(io.vertx.core.eventbus.Message<TrialMessage> message) {
        reports.add(message.body());
        if (silences > 0) {
            silences--;
        } else {
            message.reply(reply(message.body()));
        }
    }

    private synchronized Ack reply(TrialMessage report) {
        return answer.apply(report);
    }
}
