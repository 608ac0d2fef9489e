package io.barograph.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScrapeServerTest {
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Supplier<Future<?>>> checks = new LinkedHashMap<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void probesNeedNoTokenAndNameWhatIsNotWell() throws Exception {
        checks.put("cluster", () -> Future.failedFuture("left"));
        checks.put("slots", Future::succeededFuture);
        checks.put(
                "artifacts",
                () -> vertx.executeBlocking(() -> {
                    throw new IllegalStateException("full");
                }));
        int port = start();

        HttpResponse<String> ready = get(port, "/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).isEqualTo("{\"status\":\"down\",\"failed\":[\"cluster\",\"artifacts\"]}");
        HttpResponse<String> live = get(port, "/health/live");
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(get(port, "/metrics").statusCode()).isEqualTo(401);
    }

    @Test
    void isReadyIfEverythingIsWell() throws Exception {
        checks.put("slots", Future::succeededFuture);
        HttpResponse<String> ready = get(start(), "/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void aCheckThatHangsIsNotWellAndIsNotAskedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Promise<Void> hangs = Promise.promise();
        checks.put("artifacts", () -> {
            asked.incrementAndGet();
            return hangs.future();
        });
        int port = start();

        assertThat(get(port, "/health/ready").body()).contains("artifacts");
        assertThat(get(port, "/health/live").statusCode()).isEqualTo(200);
        assertThat(get(port, "/health/ready").statusCode()).isEqualTo(503);
        assertThat(asked).hasValue(1);
        hangs.complete();
        HttpResponse<String> ready = get(port, "/health/ready");
        while (ready.statusCode() != 200) { // what was found within the last second is told again
            ready = get(port, "/health/ready");
        }
        assertThat(asked).hasValue(2);
    }

    private int start() throws Exception {
        ScrapeServer server = new ScrapeServer(
                new HttpServerOptions().setHost("127.0.0.1").setPort(0),
                "secret",
                Meters.in(Meters.prometheus()),
                new Readiness(checks));
        vertx.deployVerticle(server).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        return server.port();
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
