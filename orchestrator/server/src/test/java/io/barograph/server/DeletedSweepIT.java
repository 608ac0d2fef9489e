package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.Ack;
import io.barograph.api.Addresses;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepChange;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepState;
import io.barograph.api.SweepView;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialOffer;
import io.barograph.api.TrialResult;
import io.barograph.api.client.SweepClient;
import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import io.barograph.server.schedule.SchedulerConfig;
import io.barograph.server.store.PostgresConfig;
import io.barograph.server.verify.SweepSnapshot;
import io.barograph.server.verify.Verifier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two orchestrators, both of which have read a sweep that is then deleted and submitted again. */
class DeletedSweepIT {
    private static final int ASKED_OF_BOTH = 4; // requests go to one after the other

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final SweepClient client = SweepClient.over(vertx);
    private final SweepSpec spec = TestingSpecs.sweep("again");

    @Test
    void nothingOfADeletedSweepIsFoundInTheNextOfItsName() {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder.resolve("postgres")))) {
            PostgresConfig config = PostgresConfig.of(postgres.jdbcUrl(), postgres.user(), postgres.password());
            BarographServer first = start(config, "first");
            BarographServer second = start(config, "second");
            deleteAndSubmitAgain();
            assertThat(Verifier.verify(Objects.requireNonNull(SweepSnapshot.read(config, "again")))
                            .violations())
                    .isEmpty();
            WholeSweepIT.await(second.stop());
            WholeSweepIT.await(first.stop());
        } finally {
            WholeSweepIT.await(vertx.close());
        }
    }

    private BarographServer start(PostgresConfig config, String owner) {
        return WholeSweepIT.await(BarographServer.start(
                vertx,
                new ServerConfig(new ServerConfig.External(config), SchedulerConfig.of(owner), null),
                new SimpleMeterRegistry()));
    }

    private void deleteAndSubmitAgain() {
        SweepView submitted = WholeSweepIT.await(client.submit(spec, "key"));
        TrialAssignment old = ask(1);
        List<Long> heard = new ArrayList<>();
        Promise<Void> goOn = Promise.promise();
        Future<Void> following = client.follow("again", 0, event -> {
            heard.add(event.sequence());
            return event.change() instanceof SweepChange.TrialStarted ? goOn.future() : Future.succeededFuture();
        });
        refused(client.delete("again"), ErrorCode.CONFLICT);
        long end = WholeSweepIT.await(client.cancel("again")).sequence();
        for (int i = 0; i < ASKED_OF_BOTH; i++) {
            assertThat(WholeSweepIT.await(client.get("again")).sequence()).isEqualTo(end);
        }

        WholeSweepIT.await(client.delete("again"));
        for (int i = 0; i < ASKED_OF_BOTH; i++) {
            refused(client.get("again"), ErrorCode.UNKNOWN_SWEEP);
            refused(client.events("again", end, 10), ErrorCode.UNKNOWN_SWEEP);
        }
        refused(client.delete("again"), ErrorCode.UNKNOWN_SWEEP);

        SweepView next = WholeSweepIT.await(client.submit(spec, "key"));
        assertThat(next.createdAt()).isAfter(submitted.createdAt());
        for (int i = 0; i < ASKED_OF_BOTH; i++) {
            SweepView view = WholeSweepIT.await(client.get("again"));
            assertThat(view.sequence()).isEqualTo(1);
            assertThat(view.state()).isEqualTo(SweepState.RUNNING);
        }
        goOn.complete();
        refused(following, ErrorCode.UNKNOWN_SWEEP);
        assertThat(heard)
                .as("what was read before, and nothing of the next")
                .isSorted()
                .doesNotHaveDuplicates();

        TrialAssignment young = ask(2);
        assertThat(young.config()).isEqualTo(old.config());
        assertThat(young.attempt()).isEqualTo(old.attempt());
        assertThat(report(old)).isEqualTo(Ack.UNKNOWN_TRIAL);
        assertThat(report(young)).isEqualTo(Ack.OK);
        WholeSweepIT.await(vertx.deployVerticle(new TestingWorker("other", 1)));
        WholeSweepIT.await(client.follow("again", 0, event -> Future.succeededFuture()));
        assertThat(WholeSweepIT.await(client.get("again")).state()).isEqualTo(SweepState.COMPLETED);
    }

    private TrialAssignment ask(long number) {
        for (; ; ) { // the leader looks for new sweeps soon
            TrialOffer offer = WholeSweepIT.await(vertx.eventBus()
                            .<TrialOffer>request(Addresses.TRIAL_ASK, TrialAsk.of("worker", 0, number, "process")))
                    .body();
            if (offer.assignment() != null) {
                return offer.assignment();
            }
        }
    }

    private Ack report(TrialAssignment of) {
        TrialResult result = TestingSpecs.result(
                "again", of.config().trial(), of.attempt(), of.config().budget());
        return WholeSweepIT.await(
                        vertx.eventBus().<Ack>request(Addresses.TRIAL_RESULT, result.withSweepNumber(of.sweepNumber())))
                .body();
    }

    private static void refused(Future<?> future, ErrorCode code) {
        assertThatThrownBy(() -> WholeSweepIT.await(future))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
