package io.barograph.server.http;

import io.barograph.artifacts.ArtifactStore;
import io.barograph.metrics.Meters;
import io.barograph.server.access.Authenticator;
import io.barograph.server.access.Caller;
import io.barograph.server.access.Quota;
import io.barograph.server.access.Role;
import io.barograph.server.access.TestingTokens;
import io.barograph.server.schedule.SchedulerConfig;
import io.barograph.server.schedule.SchedulerVerticle;
import io.barograph.server.store.MemorySweepStore;
import io.barograph.server.submit.SubmissionVerticle;
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
import java.util.concurrent.CompletableFuture;
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

    /** Workers that say something once stay, however slow a browser is. */
    private static final SchedulerConfig SCHEDULING = new SchedulerConfig(
            "one", Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofMillis(250), Duration.ofMillis(250));

    public final Vertx vertx = Vertx.vertx();
    final MemorySweepStore store = new MemorySweepStore(Clock.systemUTC());
    final Meters meters = Meters.in(Meters.prometheus());
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpClient plain =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final TestingTokens tokens = new TestingTokens();
    private final HttpConfig config;
    private final Authenticator access;
    private final @Nullable ArtifactStore artifacts;
    private HttpVerticle http;
    private String deployment;

    private TestingApi(HttpConfig config, @Nullable ArtifactStore artifacts, Authenticator access, Quota quota) {
        this.access = access;
        this.config = config;
        this.artifacts = artifacts;
        http = http(config);
        deployment = await(vertx.deployVerticle(
                        new SchedulerVerticle(store, SCHEDULING, Clock.systemUTC(), meters, failure -> {}))
                .compose(scheduling -> vertx.deployVerticle(new SubmissionVerticle(store, Clock.systemUTC(), quota)))
                .compose(submitting -> vertx.deployVerticle(http)));
    }

    private HttpVerticle http(HttpConfig at) {
        return new HttpVerticle(at, store, artifacts, tokens, access, Clock.systemUTC(), meters);
    }

    private static final HttpConfig GUARDED =
            HttpConfig.guarded("127.0.0.1", 0, null).withGrafana(URI.create("https://grafana.example.org/of/us/"));

    static TestingApi guarded() {
        return guarded(ROLES);
    }

    static TestingApi guarded(ArtifactStore artifacts) {
        return guarded(artifacts, Quota.NONE);
    }

    static TestingApi guarded(ArtifactStore artifacts, Quota quota) {
        return new TestingApi(GUARDED.within(null), artifacts, ROLES, quota);
    }

    static TestingApi guarded(Authenticator access) {
        return new TestingApi(GUARDED.within(null), null, access, Quota.NONE);
    }

    static TestingApi limited(HttpLimits limits) {
        return limited(limits, ROLES);
    }

    static TestingApi limited(HttpLimits limits, Authenticator access) {
        return new TestingApi(GUARDED.within(limits), null, access, Quota.NONE);
    }

    public static TestingApi open() {
        return new TestingApi(HttpConfig.open(0), null, ROLES, Quota.NONE);
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not done within a minute", e);
        }
    }

    void stopHttp() {
        await(stoppingHttp());
    }

    Future<?> stoppingHttp() {
        return vertx.undeploy(deployment);
    }

    /** Serves HTTP again, at this port. */
    void startHttp(int port) {
        http = http(
                new HttpConfig(config.host(), port, config.tls(), config.open(), config.limits(), config.grafana()));
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
        return send(client, request);
    }

    /** As {@link #send(HttpRequest.Builder)}, over HTTP/1.1, which this client does not give up when a server ends. */
    Answer sendPlainly(HttpRequest.Builder request) {
        return send(plain, request);
    }

    private static Answer send(HttpClient client, HttpRequest.Builder request) {
        try {
            return Answer.of(client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    CompletableFuture<Answer> sending(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofByteArray()).thenApply(Answer::of);
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    /** What came back. */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        private static Answer of(HttpResponse<byte[]> response) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            response.headers().map().forEach((name, values) -> headers.put(name, String.join(",", values)));
            return new Answer(response.statusCode(), headers, response.body());
        }

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
