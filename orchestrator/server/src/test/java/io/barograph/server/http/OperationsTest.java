package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.metrics.Readiness;
import io.barograph.server.access.Authenticator;
import io.barograph.server.access.Caller;
import io.barograph.server.access.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationsTest {
    private final TestingApi api = TestingApi.guarded();
    private volatile Future<@Nullable Caller> lookup = Future.succeededFuture();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void metricsAreForCallersWithAToken() {
        assertThat(api.send("GET", "/metrics", null, null).status()).isEqualTo(401);
        TestingApi.Answer scrape = api.get("/metrics");
        assertThat(scrape.status()).isEqualTo(200);
        assertThat(scrape.headers().get("content-type")).startsWith("text/plain; version=0.0.4");
        assertThat(scrape.text())
                .contains("barograph_scheduler_leading 1.0\n", "barograph_scheduler_leases_taken_total 1.0\n");
        assertThat(api.send(api.to("/metrics", "viewer").header("Accept", "application/openmetrics-text"))
                        .text())
                .endsWith("# EOF\n");
    }

    @Test
    void whileTokensCannotBeLookedUpMetricsAreForThoseWhoWereKnown() {
        Authenticator access = new Authenticator() {
            @Override
            public Future<@Nullable Caller> caller(@Nullable String token) {
                return lookup;
            }

            @Override
            public @Nullable Caller lastKnown(@Nullable String token) {
                return "viewer".equals(token) ? new Caller("prometheus", Role.VIEWER) : null;
            }
        };
        try (TestingApi guarded = TestingApi.guarded(access)) {
            lookup = Future.failedFuture("the database is away");
            assertThat(guarded.get("/metrics").text()).contains("barograph_scheduler_leading");
            assertThat(guarded.send("GET", "/metrics", "guess", null).status()).isEqualTo(503);
            assertThat(guarded.get("/api/v1/sweeps").status()).isEqualTo(503);
            lookup = Promise.<@Nullable Caller>promise().future();
            assertThat(guarded.get("/metrics").status())
                    .as("of one that takes long")
                    .isEqualTo(200);
            lookup = Future.succeededFuture();
            assertThat(guarded.get("/metrics").status())
                    .as("of one that was revoked")
                    .isEqualTo(401);
        }
    }

    @Test
    void probesNeedNone() {
        assertThat(api.send("GET", "/health/live", null, null).text()).isEqualTo("{\"status\":\"up\"}");
        assertThat(api.send("GET", "/health/ready", null, null).text()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void anOrchestratorWhoseStoreIsGoneLivesButIsNotReady() {
        Router router = Router.router(api.vertx);
        AtomicInteger checks = new AtomicInteger();
        Promise<Void> store = Promise.promise();
        Supplier<Future<?>> check = () -> {
            checks.incrementAndGet();
            return store.future();
        };
        new Operations(api.vertx, api.meters, new Readiness(Map.of("store", check))).serveHealth(router);
        int port = TestingApi.await(
                        api.vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"))
                .actualPort();
        String health = "http://127.0.0.1:" + port + "/health/";
        assertThat(api.send(HttpRequest.newBuilder(URI.create(health + "live"))).status())
                .isEqualTo(200);
        List<CompletableFuture<TestingApi.Answer>> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            asked.add(api.sending(HttpRequest.newBuilder(URI.create(health + "ready"))));
        }
        while (checks.get() == 0) {
            Thread.onSpinWait();
        }
        store.fail("gone");
        TestingApi.Answer ready = asked.get(0).join();
        asked.forEach(CompletableFuture::join);
        assertThat(checks.get()).as("checks for 20 who ask at once").isLessThan(20);
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.text()).isEqualTo("{\"status\":\"down\",\"failed\":[\"store\"]}");
    }
}
