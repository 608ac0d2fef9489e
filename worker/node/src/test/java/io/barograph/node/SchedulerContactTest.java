package io.barograph.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.EpochReport;
import io.barograph.api.JsonCodec;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SchedulerContactTest {
    private final AtomicLong millis = new AtomicLong();
    private final SchedulerContact contact = new SchedulerContact(() -> TimeUnit.MILLISECONDS.toNanos(millis.get()));

    @Test
    void isFreshForAMinuteAfterAnAnswer() {
        assertThat(contact.isFresh()).isFalse();
        contact.heard();
        millis.set(60_000);
        assertThat(contact.isFresh()).isTrue();
        millis.set(60_001);
        assertThat(contact.isFresh()).isFalse();
    }

    @Test
    void isFreshForTheLeaseOfATrialThatIsTrained() {
        contact.heard();
        contact.trains(300_000);
        millis.set(300_000);
        assertThat(contact.isFresh()).isTrue();
        contact.trains(30_000);
        assertThat(contact.isFresh()).isFalse();
    }

    @Test
    void hearsOffersAndAnswersToReports() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            JsonCodec.register(vertx);
            TestingScheduler scheduler = new TestingScheduler();
            scheduler.start(vertx);
            scheduler.assign(TestingTrials.assignment("t0001", 200_000));
            CountDownLatch stored = new CountDownLatch(1);
            CountDownLatch later = new CountDownLatch(1);
            WorkerConfig config = new WorkerConfig(
                    "worker",
                    0,
                    new TreeSet<>(),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(5),
                    Duration.ofMillis(5),
                    Duration.ofSeconds(20));
            vertx.deployVerticle(new WorkerVerticle(
                    config,
                    (given, listener, cancelled) -> {
                        assertThat(contact.isFresh()).as("after the offer").isTrue();
                        millis.set(200_001);
                        later.countDown();
                        listener.onEpoch(TestingTrials.epoch(given, 1), stored::countDown);
                        return new TrialOutcome.Completed(TestingTrials.result(given));
                    },
                    contact));
            assertThat(later.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(scheduler.await(EpochReport.class).epoch()).isEqualTo(1);
            assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(contact.isFresh()).as("after the answer").isTrue();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }
}
