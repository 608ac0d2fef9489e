package io.barograph.server.http;

import io.barograph.artifacts.ArtifactStore;
import io.barograph.metrics.Meters;
import io.barograph.server.access.Authenticator;
import io.barograph.server.access.Caller;
import io.barograph.server.access.Role;
import io.barograph.server.schedule.SchedulerConfig;
import io.barograph.server.schedule.SchedulerVerticle;
import io.barograph.server.store.MemorySweepStore;
import io.barograph.server.submit.SubmissionVerticle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A server with a store in memory, its HTTP API, and a client whose tokens are names of roles. */
public final class TestingApi implements AutoCloseable {
    static final Authenticator ROLES = token -> Future.succeededFuture(Arrays.stream(Role.values())
            .filter(role -> role.label().equals(token))
            .findFirst()
            .map(role -> new Caller("a " + token, role))
            .orElse(null));

    public final Vertx vertx = Vertx.vertx();
    final MemorySweepStore store = new MemorySweepStore(Clock.systemUTC());
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpConfig config;
    private final Authenticator access;
    private final @Nullable ArtifactStore artifacts;
    private HttpVerticle http;
    private String deployment;

    private TestingApi(HttpConfig config, @Nullable ArtifactStore artifacts, Authenticator access) {
        this.access = access;
        this.config = config;
        this.artifacts = artifacts;
        http = http(config);
        deployment = await(vertx.deployVerticle(new SchedulerVerticle(
                        store,
                        SchedulerConfig.of("one"),
                        Clock.systemUTC(),
                        Meters.in(new SimpleMeterRegistry()),
                        failure -> {}))
                .compose(scheduling -> vertx.deployVerticle(new SubmissionVerticle(store, Clock.systemUTC())))
                .compose(submitting -> vertx.deployVerticle(http)));
    }

    private HttpVerticle http(HttpConfig at) {
        return new HttpVerticle(at, store, artifacts, access, Clock.systemUTC());
    }

    static TestingApi guarded() {
        return new TestingApi(HttpConfig.guarded("127.0.0.1", 0, null), null, ROLES);
    }

    static TestingApi guarded(ArtifactStore artifacts) {
        return new TestingApi(HttpConfig.guarded("127.0.0.1", 0, null), artifacts, ROLES);
    }

    static TestingApi guarded(Authenticator access) {
        return new TestingApi(HttpConfig.guarded("127.0.0.1", 0, null), null, access);
    }

    public static TestingApi open() {
        return new TestingApi(HttpConfig.open(0), null, ROLES);
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not done within a minute", e);
        }
    }

    void stopHttp() {
        await(vertx.undeploy(deployment));
    }

    /** Serves HTTP again, at this port. */
    void startHttp(int port) {
        http = http(new HttpConfig(config.host(), port, config.tls(), config.open()));
        deployment = await(vertx.deployVerticle(http));
    }

    public int port() {
        return http.port();
    }

    HttpRequest.Builder to(String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path))
                .timeout(Duration.ofSeconds(30));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    Answer get(String path) {
        return send(to(path, "viewer").GET());
    }

    Answer submit(String spec, String key) {
        return send(to("/api/v1/sweeps", "submitter")
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString(spec)));
    }

    Answer post(String path) {
        return send(to(path, "submitter").POST(BodyPublishers.noBody()));
    }

    Answer send(String method, String path, @Nullable String token, @Nullable String body) {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return send(to(path, token).header("Content-Type", "application/json").method(method, publisher));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            response.headers().map().forEach((name, values) -> headers.put(name, String.join(",", values)));
            return new Answer(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    /** What came back. */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, java.nio.charset.StandardCharsets.UTF_8);
        }

        JsonObject json() {
            return new JsonObject(text());
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }
}
