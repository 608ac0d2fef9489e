package io.barograph.server.http;

import io.barograph.api.SweepClient;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepView;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.server.state.SweepProjection;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The operations on whole sweeps. What changes something goes the way that every client's request goes. */
final class SweepRoutes {
    private static final int LONGEST_KEY = 200;

    private final SweepClient client;
    private final Fronts fronts;

    SweepRoutes(SweepClient client, Fronts fronts) {
        this.client = client;
        this.fronts = fronts;
    }

    void list(RoutingContext request) {
        Arguments arguments = Arguments.of(request);
        Answers.json(request, 200, () -> client.list(arguments.cursor(), arguments.limit()));
    }

    void submit(RoutingContext request) {
        Answers.respond(request, () -> client.submit(spec(request), key(request)), view -> {
            request.response().putHeader(HttpHeaders.LOCATION, "/api/v1/sweeps/" + view.sweep());
            Answers.send(request, 201, Answers.JSON, Answers.encode(view));
        });
    }

    /** The router does not check this body: the reader of specs finds every problem, and says how to mend it. */
    private static SweepSpec spec(RoutingContext request) {
        Buffer body = request.body().buffer();
        if (body == null || body.length() == 0) {
            throw new ProblemException(Problem.invalid("the body must be a sweep spec in JSON or YAML, it is empty"));
        }
        try {
            return SweepSpecReader.read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new ProblemException(Problem.invalid("the body is not UTF-8 text"));
        }
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
        Answers.respond(request, () -> client.delete(Arguments.of(request).sweep()), deleted -> request.response()
                .setStatusCode(204)
                .end());
    }

    void change(RoutingContext request) {
        int priority = Arguments.of(request).body().getInteger("priority");
        steer(request, sweep -> client.reprioritise(sweep, priority));
    }

    void cancel(RoutingContext request) {
        steer(request, client::cancel);
    }

    void pause(RoutingContext request) {
        steer(request, client::pause);
    }

    void resume(RoutingContext request) {
        steer(request, client::resume);
    }

    private static void steer(RoutingContext request, Function<String, Future<SweepView>> how) {
        Answers.json(request, 200, () -> how.apply(Arguments.of(request).sweep()));
    }

    void front(RoutingContext request) {
        request.response().putHeader(HttpHeaders.VARY, "Accept, Accept-Encoding");
        String form = Arguments.accepted(request, Fronts.FORMS);
        boolean zipped = Arguments.acceptsZip(request) && !form.equals("image/png");
        Answers.<@Nullable Buffer>respond(
                request,
                () -> fronts.front(Arguments.of(request).sweep())
                        .compose(front -> Answers.unchanged(request, front.tag(form))
                                ? Future.succeededFuture()
                                : front.body(form, zipped)),
                body -> {
                    if (body != null) {
                        request.response()
                                .putHeader(HttpHeaders.CONTENT_ENCODING, zipped ? "gzip" : HttpHeaders.IDENTITY);
                        Answers.send(request, 200, form, body);
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
