package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SearchSpec;
import io.barograph.api.SweepChange;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepState;
import io.barograph.api.SweepView;
import io.barograph.api.TrialState;
import io.barograph.api.client.SweepClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeSweepIT {
    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("not done within a minute", e);
        }
    }

    private BarographServer start() {
        return await(BarographServer.start(
                vertx, ServerConfig.embedded(folder.resolve("postgres")), new SimpleMeterRegistry()));
    }

    @Test
    void aSweepRunsToItsEndAndIsThereAfterARestart() {
        BarographServer server = start();
        SweepClient client = SweepClient.over(vertx);
        TestingWorker one = new TestingWorker("one", 1);
        TestingWorker two = new TestingWorker("two", 1);
        await(Future.all(vertx.deployVerticle(one), vertx.deployVerticle(two)));

        SweepView submitted = await(client.submit(TestingSpecs.sweep("quick"), "key"));
        assertThat(submitted.sweep()).isEqualTo("quick");
        List<SweepEvent> events = new ArrayList<>();
        await(client.follow("quick", 0, event -> {
            events.add(event);
            return Future.succeededFuture();
        }));

        assertThat(events).extracting(SweepEvent::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(events.get(events.size() - 1).change()).isEqualTo(new SweepChange.Ended(SweepState.COMPLETED));
        SweepReport report = await(client.front("quick"));
        assertThat(report.trials()).hasSize(5).allSatisfy(trial -> {
            assertThat(trial.state()).isEqualTo(TrialState.COMPLETED);
            assertThat(trial.attempts()).isEqualTo(1);
        });
        assertThat(report.points()).hasSize(5);
        assertThat(one.assignments().size() + two.assignments().size()).isEqualTo(5);
        await(server.stop());

        BarographServer again = start();
        assertThat(await(client.front("quick")).points()).isEqualTo(report.points());
        assertThat(await(client.submit(TestingSpecs.sweep("quick"), "key")).state())
                .isEqualTo(SweepState.COMPLETED);
        assertThatThrownBy(() -> await(client.submit(TestingSpecs.sweep("quick"), "another key")))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThatThrownBy(() -> await(client.submit(
                        TestingSpecs.sweep("hopeless", SearchSpec.grid(List.of(0.5, 0.01, 0.02))), "hopeless")))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessageContaining("search.budgets 0.01, 0.02: this network cannot be pruned below 0.0625");
        assertThatThrownBy(() -> await(client.get("unknown")))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_SWEEP));
        await(again.stop());
    }
}
