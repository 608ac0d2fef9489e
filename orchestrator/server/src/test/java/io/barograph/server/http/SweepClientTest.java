package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.client.BridgeOptions;
import io.barograph.api.client.SweepClient;
import io.barograph.server.TestingSpecs;
import io.barograph.server.TestingWorker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SweepClientTest {
    private static final Vertx OUTSIDE = Vertx.vertx();

    @AfterAll
    static void close() {
        TestingApi.await(OUTSIDE.close());
    }

    private static BridgeOptions to(TestingApi server, String token) {
        return BridgeOptions.to("http://127.0.0.1:1", "http://127.0.0.1:" + server.port())
                .withToken(token);
    }

    @Nested
    class OverTheBus extends SweepClientContract {
        @Override
        SweepClient connect(TestingApi server) {
            return SweepClient.over(server.vertx);
        }
    }

    @Nested
    class OverTheBridge extends SweepClientContract {
        @Override
        SweepClient connect(TestingApi server) {
            return SweepClient.connect(OUTSIDE, to(server, "admin"));
        }
    }

    @Test
    void whoMayNotIsToldSoAtOnce() {
        try (TestingApi api = TestingApi.guarded()) {
            SweepClient viewer = SweepClient.connect(OUTSIDE, to(api, "viewer"));
            SweepClient nobody = SweepClient.connect(OUTSIDE, to(api, "guessed"));
            refused(ErrorCode.FORBIDDEN, viewer.submit(TestingSpecs.sweep("quick"), "key"));
            refused(ErrorCode.UNKNOWN_SWEEP, viewer.get("quick"));
            refused(ErrorCode.UNAUTHENTICATED, nobody.get("quick"));
            TestingApi.await(viewer.close());
            TestingApi.await(nobody.close());
        }
    }

    private static void refused(ErrorCode code, Future<?> asked) {
        assertThatThrownBy(() -> TestingApi.await(asked))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void whoFollowsHearsEveryEventOnceThoughTheConnectionIsLostAgainAndAgain() {
        try (TestingApi api = TestingApi.guarded()) {
            int port = api.port();
            SweepClient client = SweepClient.connect(OUTSIDE, to(api, "submitter"));
            TestingApi.await(client.submit(TestingSpecs.sweep("broken"), "key"));
            TestingApi.await(api.vertx.deployVerticle(new TestingWorker("worker", 20)));
            List<Long> seen = Collections.synchronizedList(new ArrayList<>());
            TestingApi.await(client.follow("broken", 0, event -> {
                seen.add(event.sequence());
                return Set.of(5L, 12L).contains(event.sequence())
                        ? Future.fromCompletionStage(CompletableFuture.runAsync(() -> {
                            api.stopHttp();
                            api.startHttp(port);
                        }))
                        : Future.succeededFuture();
            }));
            long last = TestingApi.await(client.get("broken")).sequence();
            assertThat(seen)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, last).boxed().toList());
            TestingApi.await(client.close());
        }
    }
}
