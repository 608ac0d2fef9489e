package io.barograph.server.http;

import io.barograph.api.SweepView;
import io.barograph.api.client.SweepClient;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.server.state.SweepProjection;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The operations on whole sweeps. What changes something goes the way that every client's request goes. */
final class SweepRoutes {
    private static final int LONGEST_KEY = 200;

    private final Vertx vertx;
    private final Fronts fronts;

    SweepRoutes(Vertx vertx, Fronts fronts) {
        this.vertx = vertx;
        this.fronts = fronts;
    }

    /** Asks on behalf of who sent the request. */
    private SweepClient client(RoutingContext request) {
        return SweepClient.over(vertx, Guard.caller(request).asker());
    }

    void list(RoutingContext request) {
        Arguments arguments = Arguments.of(request);
        Answers.json(request, 200, () -> client(request).list(arguments.cursor(), arguments.limit()));
    }

    void submit(RoutingContext request) {
        Answers.respond(
                request,
                () -> client(request).submit(SweepSpecReader.read(SpecRoutes.text(request)), key(request)),
                view -> {
                    request.response().putHeader(HttpHeaders.LOCATION, "/api/v1/sweeps/" + view.sweep());
                    Answers.send(request, 201, Answers.JSON, Answers.encode(view));
                });
    }

    private static String key(RoutingContext request) {
        String key = request.request().getHeader("Idempotency-Key");
        if (key == null || key.isBlank() || key.length() > LONGEST_KEY) {
            throw new ProblemException(Problem.invalid("give a header Idempotency-Key of 1 to " + LONGEST_KEY
                    + " characters: the same key gives the same sweep, however often it is sent"));
        }
        return key;
    }

    void get(RoutingContext request) {
        Answers.respond(
                request, () -> fronts.sweep(Arguments.of(request).sweep()).map(SweepProjection::view), view -> {
                    // A deleted sweep may have had as many events as another one that has its name now.
                    if (!Answers.unchanged(
                            request, "\"" + view.createdAt().toEpochMilli() + "-" + view.sequence() + "\"")) {
                        Answers.send(request, 200, Answers.JSON, Answers.encode(view));
                    }
                });
    }

    void delete(RoutingContext request) {
        Answers.respond(
                request,
                () -> client(request).delete(Arguments.of(request).sweep()),
                deleted -> request.response().setStatusCode(204).end());
    }

    void change(RoutingContext request) {
        int priority = Arguments.of(request).body().getInteger("priority");
        steer(request, sweep -> client(request).reprioritise(sweep, priority));
    }

    void cancel(RoutingContext request) {
        steer(request, client(request)::cancel);
    }

    void pause(RoutingContext request) {
        steer(request, client(request)::pause);
    }

    void resume(RoutingContext request) {
        steer(request, client(request)::resume);
    }

    private static void steer(RoutingContext request, Function<String, Future<SweepView>> how) {
        Answers.json(request, 200, () -> how.apply(Arguments.of(request).sweep()));
    }

    void front(RoutingContext request) {
        request.response().putHeader(HttpHeaders.VARY, "Accept, Accept-Encoding");
        String form = Arguments.accepted(request, Fronts.FORMS);
        boolean zipped = Zip.accepted(request) && !form.equals("image/png");
        Answers.<@Nullable Buffer>respond(
                request,
                () -> fronts.front(Arguments.of(request).sweep())
                        .compose(front -> Answers.unchanged(request, front.tag(form))
                                ? Future.succeededFuture()
                                : front.body(form, zipped)),
                body -> {
                    if (body != null) {
                        Answers.sendAsItIs(request, 200, form, zipped ? Zip.said(request, body) : body);
                    }
                });
    }

    /** Names of handlers by operation. */
    Map<String, Handler<RoutingContext>> handlers() {
        return Map.of(
                "listSweeps", this::list,
                "submitSweep", this::submit,
                "getSweep", this::get,
                "changeSweep", this::change,
                "deleteSweep", this::delete,
                "cancelSweep", this::cancel,
                "pauseSweep", this::pause,
                "resumeSweep", this::resume,
                "getFront", this::front);
    }
}
