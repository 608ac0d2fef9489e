package io.barograph.server.http;

import io.barograph.metrics.Meters;
import io.barograph.metrics.Readiness;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** What those who run an orchestrator ask it: what it measures, whether it lives, and whether it is ready for work. */
final class Operations {
    static final String METRICS = "/metrics";

    private final Vertx vertx;
    private final Meters meters;
    private final Readiness readiness;

    Operations(Vertx vertx, Meters meters, Readiness readiness) {
        this.vertx = vertx;
        this.meters = meters;
        this.readiness = readiness;
    }

    /** For anybody: a probe has no token, and learns nothing but the names of what is not well. */
    void serveHealth(Router router) {
        router.get("/health/live").handler(request -> answer(request, List.of()));
        router.get("/health/ready").handler(request -> readiness.failed().onSuccess(failed -> answer(request, failed)));
    }

    /** For callers with a token. */
    void serveMetrics(Router router) {
        router.get(METRICS).handler(request -> {
            String accept = request.request().getHeader(HttpHeaders.ACCEPT);
            Answers.respond(
                    request,
                    () -> vertx.executeBlocking(() -> meters.scrape(accept), false),
                    scrape -> Answers.send(request, 200, scrape.contentType(), Buffer.buffer(scrape.body())));
        });
    }

    private static void answer(RoutingContext request, List<String> failed) {
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Answers.send(
                request,
                Readiness.code(failed),
                Answers.JSON,
                Readiness.body(failed).toBuffer());
    }
}
