package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.Addresses;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.Phase;
import io.barograph.api.Progress;
import io.barograph.api.SearchSpec;
import io.barograph.api.SweepArtifact;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepState;
import io.barograph.api.SweepView;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialOffer;
import io.barograph.api.TrialResult;
import io.barograph.api.client.Subscription;
import io.barograph.api.client.SweepClient;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.server.TestingSpecs;
import io.barograph.server.TestingWorker;
import io.barograph.server.artifact.ArtifactVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a client does, however it reaches the server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SweepClientContract {
    private final TestingApi api = TestingApi.guarded();
    private SweepClient client;
    private ArtifactStore artifacts;

    abstract SweepClient connect(TestingApi server);

    @BeforeAll
    void start(@TempDir Path folder) {
        artifacts = ArtifactStore.folder(folder);
        TestingApi.await(api.vertx.deployVerticle(new ArtifactVerticle(api.store, artifacts, Clock.systemUTC())));
        client = connect(api);
    }

    @AfterAll
    void stop() {
        TestingApi.await(client.close());
        api.close();
    }

    private SweepView submit(String name) {
        return TestingApi.await(client.submit(TestingSpecs.sweep(name), name));
    }

    private void run(String name) {
        submit(name);
        String worker = TestingApi.await(api.vertx.deployVerticle(new TestingWorker("worker-" + name, 1)));
        TestingApi.await(client.follow(name, 0, event -> Future.succeededFuture()));
        TestingApi.await(api.vertx.undeploy(worker));
    }

    private static void refused(ErrorCode code, Supplier<Future<?>> asked) {
        assertThatThrownBy(() -> TestingApi.await(asked.get()))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aSweepIsSubmittedOnceAndSteered() {
        SweepView first = submit("steered");
        assertThat(submit("steered")).isEqualTo(first);
        assertThat(TestingApi.await(client.get("steered"))).isEqualTo(first);
        refused(ErrorCode.CONFLICT, () -> client.submit(TestingSpecs.sweep("steered"), "another key"));
        assertThat(TestingApi.await(client.pause("steered")).state()).isEqualTo(SweepState.PAUSED);
        assertThat(TestingApi.await(client.resume("steered")).state()).isEqualTo(SweepState.RUNNING);
        TestingApi.await(client.reprioritise("steered", 7));
        refused(ErrorCode.CONFLICT, () -> client.delete("steered"));
        assertThat(TestingApi.await(client.cancel("steered")).state()).isEqualTo(SweepState.CANCELLED);
        refused(ErrorCode.CONFLICT, () -> client.pause("steered"));
        TestingApi.await(client.delete("steered"));
        refused(ErrorCode.UNKNOWN_SWEEP, () -> client.get("steered"));
        refused(ErrorCode.UNKNOWN_SWEEP, () -> client.follow("steered", 0, event -> Future.succeededFuture()));
    }

    @Test
    void everyEventIsHeardOnceAndInOrderFromWhereItIsAsked() {
        run("followed");
        assertThat(TestingApi.await(client.front("followed")).points()).hasSize(5);
        assertThat(TestingApi.await(client.list(null, 1)).sweeps().get(0).sweep())
                .isEqualTo("followed");
        long last = TestingApi.await(client.get("followed")).sequence();
        for (long after : new long[] {0, 7}) {
            List<Long> seen = Collections.synchronizedList(new ArrayList<>());
            TestingApi.await(client.follow("followed", after, event -> {
                seen.add(event.sequence());
                return Future.succeededFuture();
            }));
            assertThat(seen)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(after + 1, last).boxed().toList());
        }
        assertThat(TestingApi.await(client.events("followed", 3, 2)).events())
                .extracting(SweepEvent::sequence)
                .containsExactly(4L, 5L);
    }

    @Test
    void aFailedHandlerEndsTheFollowing() {
        submit("failing");
        assertThatThrownBy(() -> TestingApi.await(client.follow("failing", 0, event -> Future.failedFuture("enough"))))
                .hasMessageContaining("enough");
    }

    @Test
    void changesAndProgressComeUntilTheyAreUnregistered() throws Exception {
        submit("live");
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        Subscription progress = client.progress("live", heard::add);
        Progress own = new Progress("live", "t0000", 1, Phase.PRUNE, 1, 9, 0.5, 0.8, 0.7, 0.75, null, null);
        Object first = null;
        while (first == null) {
            api.vertx.eventBus().publish(Addresses.TRIAL_PROGRESS, own);
            first = heard.poll(20, TimeUnit.MILLISECONDS);
        }
        assertThat(first).isEqualTo(own);
        TestingApi.await(progress.unregister());
        TestingApi.await(progress.unregister());

        BlockingQueue<SweepEvent> changes = new LinkedBlockingQueue<>();
        Subscription changed = client.changes("live", changes::add);
        SweepEvent change = null;
        for (int priority = 1; change == null; priority = priority % 100 + 1) {
            TestingApi.await(client.reprioritise("live", priority));
            change = changes.poll(20, TimeUnit.MILLISECONDS);
        }
        assertThat(change.sweep()).isEqualTo("live");
        TestingApi.await(changed.unregister());
    }

    @Test
    void filesAreListedAndComeWhole(@TempDir Path folder) throws Exception {
        TestingApi.await(client.submit(TestingSpecs.sweep("files", SearchSpec.grid(List.of(1.0))), "files"));
        TestingApi.await(client.reprioritise("files", 100));
        TrialAssignment given = null;
        while (given == null) {
            TrialAsk ask = TrialAsk.of("w", 0, 1, "life");
            given = TestingApi.await(api.vertx.eventBus().<TrialOffer>request(Addresses.TRIAL_ASK, ask))
                    .body()
                    .assignment();
        }
        TrialResult made = TestingSpecs.result("files", given.config().trial(), given.attempt(), 1.0);
        byte[] onnx = new byte[(int) made.measurement().fileBytes()];
        new Random(1).nextBytes(onnx);
        String hash = artifacts.put(new ByteArrayInputStream(onnx), "onnx");
        TestingApi.await(api.vertx
                .eventBus()
                .request(
                        Addresses.TRIAL_RESULT,
                        new TrialResult(
                                "files",
                                made.trial(),
                                made.attempt(),
                                made.measurement(),
                                made.model(),
                                hash,
                                made.inputs(),
                                made.mapsClosedByForce(),
                                made.prunableMaps(),
                                made.seconds(),
                                made.note(),
                                null)));
        SweepArtifact listed = TestingApi.await(client.artifacts("files")).stream()
                .filter(artifact -> artifact.kind() == SweepArtifact.Kind.ONNX)
                .findFirst()
                .orElseThrow();
        Path file = folder.resolve("t.onnx");
        TestingApi.await(client.download("files", listed, file));
        assertThat(Files.readAllBytes(file)).isEqualTo(onnx);
    }

    @Test
    void workersAreTold() {
        assertThat(TestingApi.await(client.workers(Set.of("no-such-label"))).names())
                .isEmpty();
    }

    @Test
    void aClosedClientEndsWhatItFollowsAndAnswersNothingMore() throws Exception {
        submit("closed");
        SweepClient other = connect(api);
        Promise<Void> begun = Promise.promise();
        Future<Void> end = other.follow("closed", 0, event -> {
            begun.tryComplete();
            return Future.succeededFuture();
        });
        TestingApi.await(begun.future());
        TestingApi.await(other.close());
        TestingApi.await(other.close());
        refused(ErrorCode.INVALID_REQUEST, () -> end);
        refused(ErrorCode.INVALID_REQUEST, () -> other.get("closed"));
    }
}
