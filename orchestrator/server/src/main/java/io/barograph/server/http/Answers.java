package io.barograph.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.barograph.api.BarographException;
import io.barograph.api.Jackson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what becomes of a request. */
final class Answers {
    static final String JSON = "application/json";

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final String PROBLEM = "application/problem+json";

    private Answers() {}

    /** Answers with JSON, or with the problem that {@code work} failed with. */
    static void json(RoutingContext request, int status, Supplier<? extends Future<?>> work) {
        respond(request, work, body -> send(request, status, JSON, encode(body)));
    }

    /** Hands the result of {@code work} to {@code writer}, or answers with the problem that either failed with. */
    static <T extends @Nullable Object> void respond(
            RoutingContext request, Supplier<? extends Future<? extends T>> work, Consumer<? super T> writer) {
        Future<? extends T> result;
        try {
            result = work.get();
        } catch (RuntimeException e) {
            fail(request, e);
            return;
        }
        result.onComplete(
                body -> {
                    try {
                        writer.accept(body);
                    } catch (RuntimeException e) {
                        fail(request, e);
                    }
                },
                failure -> fail(request, failure));
    }

    /** Answers with this body, compressed if it is long and the caller takes that. */
    static void send(RoutingContext request, int status, String type, Buffer body) {
        sendAsItIs(request, status, type, Zip.applied(request, type, body));
    }

    static void sendAsItIs(RoutingContext request, int status, String type, Buffer body) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, type)
                    .end(body);
        }
    }

    static Buffer encode(@Nullable Object body) {
        try {
            return Buffer.buffer(Jackson.mapper().writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answer to a request that failed, be it ours or the router's. */
    static void fail(RoutingContext request, @Nullable Throwable failure) {
        Problem problem = problem(request, failure);
        if (problem.status() >= 500 && problem.status() != 503) {
            LOG.error("{} {} failed", request.request().method(), request.normalizedPath(), failure);
        }
        if (problem.status() == 401) {
            request.response().putHeader("WWW-Authenticate", "Bearer");
        }
        if (failure instanceof BarographException known && known.retryAfter() != null) {
            request.response()
                    .putHeader(
                            HttpHeaders.RETRY_AFTER,
                            String.valueOf(known.retryAfter().toSeconds()));
        }
        send(request, problem.status(), PROBLEM, encode(problem));
    }

    private static Problem problem(RoutingContext request, @Nullable Throwable failure) {
        int status = failure instanceof HttpException http ? http.getStatusCode() : request.statusCode();
        boolean routers = failure == null || failure instanceof HttpException;
        if (!routers || status < 400) {
            return failure == null ? Problem.notFound("nothing is here") : Problem.of(failure);
        }
        return switch (status) {
            case 404 -> Problem.notFound("nothing is here: see /api/v1/openapi.json");
            case 405 -> Problem.of(405, "METHOD_NOT_ALLOWED", "Method not allowed", "see /api/v1/openapi.json");
            case 413 -> Problem.of(413, "TOO_LARGE", "Too large", "a request has at most 1 MiB");
            case 415 -> Problem.of(415, "UNSUPPORTED_TYPE", "Unsupported type", "see /api/v1/openapi.json");
            default ->
                status < 500 ? Problem.invalid("the request is not understood") : Problem.of(new HttpException(500));
        };
    }

    /** Whether the caller has what this tag names; answers then, that it has not changed. */
    static boolean unchanged(RoutingContext request, String tag) {
        request.response().putHeader(HttpHeaders.ETAG, tag).putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        String known = request.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        boolean same = known != null
                && Arrays.stream(known.split(",", -1))
                        .map(each -> each.strip().replaceFirst("^W/", ""))
                        .anyMatch(each -> each.equals(tag) || each.equals("*"));
        if (same) {
            request.response().setStatusCode(304).end();
        }
        return same;
    }
}
