package io.barograph.metrics;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers Prometheus and the probes of a process that serves nothing else: {@code /metrics} and {@code /health}. */
public final class ScrapeServer extends VerticleBase {
    private static final String BEARER = "Bearer ";

    private final HttpServerOptions options;
    private final @Nullable String token;
    private final Meters meters;
    private final Readiness ready;
    private @Nullable HttpServer server;

    /**
     * @param options where it listens, with TLS or without
     * @param token what a scrape must bring, or null for everybody
     * @param ready whether the process can do its work now
     */
    public ScrapeServer(HttpServerOptions options, @Nullable String token, Meters meters, Readiness ready) {
        this.options = options;
        this.token = token;
        this.meters = meters;
        this.ready = ready;
    }

    /** The port that is listened on, once started. */
    public int port() {
        return Objects.requireNonNull(server, "not started").actualPort();
    }

    @Override
    public Future<?> start() {
        EventLoopDelay.watch(vertx, meters);
        return vertx.createHttpServer(options)
                .requestHandler(this::answer)
                .listen()
                .onSuccess(listening -> server = listening);
    }

    private void answer(HttpServerRequest request) {
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (!reads) {
            end(request, 405, "only GET is answered here\n");
            return;
        }
        switch (String.valueOf(request.path())) {
            case "/health/live" -> tell(request, List.of());
            case "/health/ready" -> ready.failed().onSuccess(failed -> tell(request, failed));
            case "/metrics" -> scrape(request);
            default -> end(request, 404, "here are /metrics, /health/live and /health/ready\n");
        }
    }

    private void scrape(HttpServerRequest request) {
        if (!admitted(request)) {
            request.response().putHeader("WWW-Authenticate", "Bearer");
            end(request, 401, "this needs the token of --metrics-token-file\n");
            return;
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        vertx.executeBlocking(() -> meters.scrape(accept), false)
                .onSuccess(scrape -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, scrape.contentType())
                        .end(Buffer.buffer(scrape.body())))
                .onFailure(failure -> end(request, 500, "the metrics could not be read\n"));
    }

    private boolean admitted(HttpServerRequest request) {
        if (token == null) {
            return true;
        }
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null
                && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8),
                        token.getBytes(StandardCharsets.UTF_8));
    }

    private static void tell(HttpServerRequest request, List<String> failed) {
        request.response()
                .setStatusCode(Readiness.code(failed))
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(Readiness.body(failed).toBuffer());
    }

    private static void end(HttpServerRequest request, int status, String text) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(text);
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }
}
