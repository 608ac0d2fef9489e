package io.barograph.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Ack;
import io.barograph.api.Addresses;
import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.JsonCodec;
import io.barograph.api.LeaseRenewal;
import io.barograph.api.Progress;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialFailure;
import io.barograph.api.TrialMessage;
import io.barograph.api.TrialRelease;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialStop;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerVerticleTest {
    private static final WorkerConfig CONFIG = new WorkerConfig(
            "worker",
            0,
            new TreeSet<>(),
            Duration.ofMillis(200),
            Duration.ofMillis(5),
            Duration.ofMillis(5),
            Duration.ofSeconds(20));
    private static final long LONG_LEASE = 600_000;

    private final Vertx vertx = Vertx.vertx();
    private final TestingScheduler scheduler = new TestingScheduler();
    private final AtomicInteger refusedCalls = new AtomicInteger();

    @BeforeEach
    void startScheduler() {
        JsonCodec.register(vertx);
        scheduler.start(vertx);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void reportsEveryEpochInOrderAndThenTheResult() throws Exception {
        TrialAssignment assignment = TestingTrials.assignment("t0001", LONG_LEASE);
        scheduler.assign(assignment);
        deploy(CONFIG, (given, listener, cancelled) -> trainEpochs(given, listener, 20));

        assertThat(scheduler.await(TrialResult.class)).isEqualTo(TestingTrials.result(assignment));
        // await dropped the epochs before it; a second trial shows them
        TrialAssignment second = TestingTrials.assignment("t0002", LONG_LEASE);
        scheduler.assign(second);
        List<Integer> epochs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            epochs.add(scheduler.await(EpochReport.class).epoch());
        }
        assertThat(epochs)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
        assertThat(scheduler.await(TrialResult.class).trial()).isEqualTo("t0002");
    }

    @Test
    void repeatsReportsWhoseAnswerIsLostUntilTheyAreAcknowledged() throws Exception {
        scheduler.loseAnswers(3);
        scheduler.assign(TestingTrials.assignment("t0001", LONG_LEASE));
        deploy(CONFIG, (given, listener, cancelled) -> trainEpochs(given, listener, 2));

        List<Integer> epochs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            epochs.add(scheduler.await(EpochReport.class).epoch());
        }
        assertThat(epochs).containsExactly(1, 1, 1, 1, 2);
        assertThat(scheduler.await(TrialResult.class).trial()).isEqualTo("t0001");
    }

    @Test
    void asksWithNewNumbersOnlyAfterAnAnswer() throws Exception {
        scheduler.assign(TestingTrials.assignment("t0001", LONG_LEASE));
        deploy(CONFIG, (given, listener, cancelled) -> trainEpochs(given, listener, 1));
        scheduler.await(TrialResult.class);

        List<Long> numbers = scheduler.asks.stream().map(TrialAsk::askNumber).toList();
        assertThat(numbers).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void leavesATrialThatIsNoLongerItsOwn() throws Exception {
        scheduler.answerWith(report -> report instanceof EpochReport ? Ack.STALE_ATTEMPT : Ack.OK);
        scheduler.assign(TestingTrials.assignment("t0001", LONG_LEASE));
        deploy(CONFIG, (given, listener, cancelled) -> {
            listener.onEpoch(TestingTrials.epoch(given, 1), () -> refusedCalls.incrementAndGet());
            return awaitCancel(cancelled);
        });

        assertThat(scheduler.await(TrialRelease.class).trial()).isEqualTo("t0001");
        assertThat(refusedCalls).hasValue(0);
    }

    @Test
    void tellsTheTrainerWhichEpochsAreStored() throws Exception {
        CountDownLatch stored = new CountDownLatch(2);
        scheduler.loseAnswers(1);
        scheduler.assign(TestingTrials.assignment("t0001", LONG_LEASE));
        deploy(CONFIG, (given, listener, cancelled) -> {
            listener.onEpoch(TestingTrials.epoch(given, 1), stored::countDown);
            listener.onEpoch(TestingTrials.epoch(given, 2), stored::countDown);
            return new TrialOutcome.Completed(TestingTrials.result(given));
        });
        assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void leavesATrialWhoseLeaseIsRefused() throws Exception {
        scheduler.answerWith(report -> report instanceof LeaseRenewal ? Ack.STALE_ATTEMPT : Ack.OK);
        scheduler.assign(TestingTrials.assignment("t0001", 30));
        deploy(CONFIG, (given, listener, cancelled) -> awaitCancel(cancelled));

        assertThat(scheduler.await(TrialRelease.class).trial()).isEqualTo("t0001");
    }

    @Test
    void givesATrialBackWhenAnAnswerAsksForIt() throws Exception {
        for (Class<?> asking : List.of(LeaseRenewal.class, EpochReport.class)) {
            scheduler.answerWith(report -> asking.isInstance(report) ? Ack.GIVE_BACK : Ack.OK);
            scheduler.assign(TestingTrials.assignment("t0001", 30));
            String deployment = deploy(CONFIG, (given, listener, cancelled) -> {
                listener.onEpoch(TestingTrials.epoch(given, 1), refusedCalls::incrementAndGet);
                awaitCancel(cancelled);
                return new TrialOutcome.Interrupted(TestingTrials.HASH);
            });
            assertThat(scheduler.await(TrialRelease.class).checkpoint()).isEqualTo(TestingTrials.HASH);
            vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
        assertThat(refusedCalls).as("both epochs are stored").hasValue(2);
    }

    @Test
    void saysWhatItHasWhenItAsks() throws Exception {
        TreeSet<String> given = new TreeSet<>(Set.of("rack-1"));
        WorkerConfig labelled = WorkerConfig.of("worker", 0, given);
        scheduler.assign(TestingTrials.assignment("t0001", LONG_LEASE));
        deploy(labelled, new TrialTrainer() {
            @Override
            public TrialOutcome train(TrialAssignment trial, TrialListener listener, BooleanSupplier cancelled) {
                return trainEpochs(trial, listener, 1);
            }

            @Override
            public Set<String> labels() {
                return Set.of("gpu");
            }

            @Override
            public Set<String> datasets() {
                return Set.of(TestingTrials.HASH);
            }
        });
        scheduler.await(TrialResult.class);
        assertThat(scheduler.asks.get(0).labels()).containsExactly("gpu", "rack-1");
        assertThat(scheduler.asks.get(0).datasets()).containsExactly(TestingTrials.HASH);
    }

    @Test
    void stopsOnlyTheAttemptThatIsToStop() throws Exception {
        scheduler.assign(TestingTrials.assignment("t0001", LONG_LEASE));
        CountDownLatch started = new CountDownLatch(1);
        BlockingQueue<Boolean> seen = new LinkedBlockingQueue<>();
        deploy(CONFIG, (given, listener, cancelled) -> {
            started.countDown();
            awaitCancel(cancelled);
            seen.add(true);
            return new TrialOutcome.Interrupted(TestingTrials.HASH);
        });
        assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
        publish(new TrialStop("sweep", "t0001", 2));
        publish(new TrialStop("sweep", "t0002", 1));
        publish(new TrialStop("another", "t0001", 1));
        assertThat(seen.poll(100, TimeUnit.MILLISECONDS)).isNull();

        publish(new TrialStop("sweep", "t0001", 1));
        assertThat(scheduler.await(TrialRelease.class).checkpoint()).isEqualTo(TestingTrials.HASH);
    }

    @Test
    void tellsSweepsOfTheSameNameFromEachOtherByTheirNumbers() throws Exception {
        scheduler.assign(TestingTrials.ofSweep(7L, TestingTrials.assignment("t0001", LONG_LEASE)));
        BlockingQueue<Boolean> seen = new LinkedBlockingQueue<>();
        deploy(CONFIG, (given, listener, cancelled) -> {
            trainEpochs(given, listener, 1);
            awaitCancel(cancelled);
            seen.add(true);
            return new TrialOutcome.Interrupted(TestingTrials.HASH);
        });
        assertThat(scheduler.await(EpochReport.class).sweepNumber()).isEqualTo(7);
        publish(new TrialStop("sweep", "t0001", 1, 6L));
        assertThat(seen.poll(100, TimeUnit.MILLISECONDS)).isNull();
        publish(new TrialStop("sweep", "t0001", 1, 7L));
        assertThat(scheduler.await(TrialRelease.class))
                .isEqualTo(new TrialRelease("sweep", "t0001", 1, TestingTrials.HASH, 7L));
    }

    @Test
    void reportsAFailureWithItsCodeAndGoesOn() throws Exception {
        scheduler.assign(TestingTrials.assignment("t0001", LONG_LEASE));
        scheduler.assign(TestingTrials.assignment("t0002", LONG_LEASE));
        deploy(CONFIG, (given, listener, cancelled) -> {
            if (given.config().trial().equals("t0001")) {
                throw new TrialException(FailureCode.DATA_CORRUPT, "train.idx is truncated", null);
            }
            throw new IllegalStateException("surprise");
        });

        TrialFailure known = scheduler.await(TrialFailure.class);
        assertThat(known.code()).isEqualTo(FailureCode.DATA_CORRUPT);
        assertThat(known.message()).isEqualTo("train.idx is truncated");
        TrialFailure unknown = scheduler.await(TrialFailure.class);
        assertThat(unknown.code()).isEqualTo(FailureCode.INTERNAL);
        assertThat(unknown.message()).contains("surprise", "WorkerVerticleTest");
    }

    @Test
    void aMissingPlaceForArtifactsUsesUpNoAttemptAndIsWaitedFor() throws Exception {
        scheduler.assign(TestingTrials.assignment("t0001", LONG_LEASE));
        scheduler.assign(TestingTrials.assignment("t0001", LONG_LEASE));
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger trained = new AtomicInteger();
        deploy(CONFIG, new TrialTrainer() {
            @Override
            public TrialOutcome train(TrialAssignment given, TrialListener listener, BooleanSupplier cancelled) {
                if (trained.incrementAndGet() == 1) {
                    throw new TrialException(FailureCode.STORAGE_FULL, "no space left on the disk", null);
                }
                return trainEpochs(given, listener, 1);
            }

            @Override
            public @Nullable String storageProblem() {
                assertThat(Thread.currentThread().getName()).startsWith("barograph-training-");
                return looks.incrementAndGet() < 3 ? "no space left on the disk" : null;
            }
        });

        assertThat(scheduler.reports.poll(60, TimeUnit.SECONDS)).isEqualTo(new TrialRelease("sweep", "t0001", 1, null));
        assertThat(scheduler.reports.poll(60, TimeUnit.SECONDS)).isInstanceOf(EpochReport.class);
        assertThat(looks).as("asked for a trial only when there was room").hasValue(3);
        assertThat(trained).hasValue(2);
        assertThat(scheduler.await(TrialResult.class).trial()).isEqualTo("t0001");
    }

    @Test
    void stopsWhileItWaitsForAPlaceForArtifacts() throws Exception {
        scheduler.assign(TestingTrials.assignment("t0001", LONG_LEASE));
        String deployment = deploy(CONFIG, (given, listener, cancelled) -> {
            throw new TrialException(FailureCode.STORAGE_UNAVAILABLE, "nobody answers", null);
        });
        scheduler.await(TrialRelease.class);
        vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void publishesTheLatestProgressOnly() throws Exception {
        BlockingQueue<Progress> published = new LinkedBlockingQueue<>();
        vertx.eventBus().<Progress>consumer(Addresses.TRIAL_PROGRESS, message -> published.add(message.body()));
        scheduler.assign(TestingTrials.assignment("t0001", LONG_LEASE));
        deploy(CONFIG, (given, listener, cancelled) -> {
            for (int i = 0; i <= 100_000; i++) {
                listener.onProgress(TestingTrials.progress(given, i / 100_000.0));
            }
            return trainEpochs(given, listener, 1);
        });
        scheduler.await(TrialResult.class);

        double last = 0;
        while (last < 1) {
            Progress progress = published.poll(60, TimeUnit.SECONDS);
            assertThat(progress).isNotNull();
            assertThat(progress.fractionOfEpoch()).isGreaterThanOrEqualTo(last);
            last = progress.fractionOfEpoch();
        }
        assertThat(published).hasSizeLessThan(1000);
    }

    @Test
    void stoppingWaitsForTheCheckpointAndGivesTheTrialBack() throws Exception {
        scheduler.assign(TestingTrials.assignment("t0001", LONG_LEASE));
        CountDownLatch started = new CountDownLatch(1);
        String deployment = deploy(CONFIG, (given, listener, cancelled) -> {
            started.countDown();
            awaitCancel(cancelled);
            return new TrialOutcome.Interrupted(TestingTrials.HASH);
        });
        assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();

        vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(scheduler.reports).containsExactly(new TrialRelease("sweep", "t0001", 1, TestingTrials.HASH));
    }

    @Test
    void stoppingDoesNotWaitForeverForATrainerThatDoesNotLeave() throws Exception {
        scheduler.assign(TestingTrials.assignment("t0001", LONG_LEASE));
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        WorkerConfig impatient = new WorkerConfig(
                "worker",
                0,
                new TreeSet<>(),
                Duration.ofMillis(200),
                Duration.ofMillis(5),
                Duration.ofMillis(5),
                Duration.ofMillis(50));
        String deployment = deploy(impatient, (given, listener, cancelled) -> {
            started.countDown();
            awaitLatch(release);
            return new TrialOutcome.Interrupted(null);
        });
        assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();

        vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(scheduler.reports).isEmpty();
        release.countDown();
    }

    @Test
    void stoppingAnIdleWorkerStopsItsAsking() throws Exception {
        String deployment = deploy(CONFIG, (given, listener, cancelled) -> trainEpochs(given, listener, 1));
        vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        int asked = scheduler.asks.size();
        scheduler.assign(TestingTrials.assignment("t0001", LONG_LEASE));
        Thread.sleep(50);
        assertThat(scheduler.asks).hasSize(asked);
    }

    private String deploy(WorkerConfig config, TrialTrainer trainer) throws Exception {
        return vertx.deployVerticle(new WorkerVerticle(config, trainer))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private void publish(TrialMessage message) {
        vertx.eventBus().publish(Addresses.TRIAL_STOP, message);
    }

    private static TrialOutcome trainEpochs(TrialAssignment given, TrialListener listener, int epochs) {
        for (int epoch = 1; epoch <= epochs; epoch++) {
            listener.onEpoch(TestingTrials.epoch(given, epoch), () -> {});
        }
        return new TrialOutcome.Completed(TestingTrials.result(given));
    }

    private static TrialOutcome awaitCancel(BooleanSupplier cancelled) {
        while (!cancelled.getAsBoolean()) {
            Thread.onSpinWait();
        }
        return new TrialOutcome.Interrupted(null);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
