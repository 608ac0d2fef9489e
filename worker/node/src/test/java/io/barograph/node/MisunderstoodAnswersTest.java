package io.barograph.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Ack;
import io.barograph.api.Addresses;
import io.barograph.api.ErrorCode;
import io.barograph.api.JsonCodec;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialOffer;
import io.barograph.api.TrialResult;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker whose scheduler is of another version goes on as soon as they understand each other. */
@Timeout(60)
class MisunderstoodAnswersTest {
    private static final WorkerConfig CONFIG = new WorkerConfig(
            "worker",
            0,
            new TreeSet<>(),
            Duration.ofMillis(200),
            Duration.ofMillis(5),
            Duration.ofMillis(5),
            Duration.ofSeconds(20));

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private final List<TrialAsk> asks = new CopyOnWriteArrayList<>();
    private final CompletableFuture<TrialResult> result = new CompletableFuture<>();

    @BeforeEach
    void answerStrangelyAtFirst() {
        JsonCodec.register(vertx);
        vertx.eventBus().<TrialAsk>consumer(Addresses.TRIAL_ASK, message -> {
            asks.add(message.body());
            strangelyAtFirst(
                    asked.incrementAndGet(),
                    message,
                    asked.get() > 4
                            ? TrialOffer.none(60_000)
                            : TrialOffer.of(TestingTrials.assignment("t0001", 600_000), "key"));
        });
        vertx.eventBus().<TrialResult>consumer(Addresses.TRIAL_RESULT, message -> {
            if (told.incrementAndGet() == 4) {
                result.complete(message.body());
            }
            strangelyAtFirst(told.get(), message, Ack.OK);
        });
    }

    private static void strangelyAtFirst(int time, Message<?> message, Object answer) {
        switch (time) {
            case 1 -> message.reply("what a newer version says");
            case 2 -> message.reply(TrialAsk.of("nobody", 0, 1));
            case 3 -> message.fail(ErrorCode.INVALID_REQUEST.number(), "not understood at trial: a field is missing");
            default -> message.reply(answer);
        }
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void asksAndReportsAreRepeatedUntilTheyAreUnderstood() throws Exception {
        vertx.deployVerticle(new WorkerVerticle(
                CONFIG, (given, listener, cancelled) -> new TrialOutcome.Completed(TestingTrials.result(given))));
        assertThat(result.get(60, TimeUnit.SECONDS).trial()).isEqualTo("t0001");
        assertThat(List.copyOf(asks).subList(0, 4)).as("one ask, repeated").containsOnly(asks.get(0));
    }

    @Test
    void everyProcessCountsItsAsksFromOneUnderANameOfItsOwn() throws Exception {
        for (int i = 0; i < 2; i++) {
            String id = vertx.deployVerticle(new WorkerVerticle(
                            CONFIG, (given, listener, cancelled) -> new TrialOutcome.Interrupted(null)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            while (firstAsks().size() == i) {
                Thread.sleep(5);
            }
            vertx.undeploy(id).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
        assertThat(firstAsks()).hasSize(2);
        assertThat(firstAsks())
                .extracting(TrialAsk::incarnation)
                .doesNotHaveDuplicates()
                .doesNotContainNull();
    }

    private List<TrialAsk> firstAsks() {
        return asks.stream().filter(ask -> ask.askNumber() == 1).distinct().toList();
    }
}
