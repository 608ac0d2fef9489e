package io.barograph.server.http;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepPlan;
import io.barograph.api.SweepSpec;
import io.barograph.api.client.SweepClient;
import io.barograph.api.spec.SpecException;
import io.barograph.api.spec.SpecProblem;
import io.barograph.api.spec.SweepSpecReader;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a sweep spec may be, and what would become of one. */
final class SpecRoutes {
    private static final String SCHEMA_TYPE = "application/schema+json";
    private static final Buffer SCHEMA = Buffer.buffer(SweepSpecReader.schema());

    private final SweepClient client;

    SpecRoutes(SweepClient client) {
        this.client = client;
    }

    /**
     * What is known of a spec.
     *
     * @param problems every one; empty if the sweep can be submitted
     * @param plan null if there are problems
     */
    record Checked(List<SpecProblem> problems, @Nullable SweepPlan plan) {}

    void schema(RoutingContext request) {
        Answers.send(request, 200, SCHEMA_TYPE, SCHEMA);
    }

    void check(RoutingContext request) {
        Answers.json(request, 200, () -> {
            String text = text(request);
            return request.vertx()
                    .executeBlocking(() -> SweepSpecReader.read(text), false)
                    .compose(this::plan)
                    .recover(SpecRoutes::problems);
        });
    }

    private Future<Checked> plan(SweepSpec spec) {
        return client.check(spec).map(plan -> new Checked(List.of(), plan));
    }

    /** That a sweep would be refused is an answer to this question. */
    private static Future<Checked> problems(Throwable failure) {
        if (failure instanceof SpecException spec) {
            return Future.succeededFuture(new Checked(spec.problems(), null));
        }
        if (failure instanceof BarographException refused && refused.code() == ErrorCode.INVALID_REQUEST) {
            String message = String.valueOf(refused.getMessage());
            return Future.succeededFuture(
                    new Checked(List.of(new SpecProblem("", 0, 0, message, "change the spec")), null));
        }
        return Future.failedFuture(failure);
    }

    /** A body that the router does not check: the reader of specs finds every problem, and says how to mend it. */
    static String text(RoutingContext request) {
        Buffer body = request.body().buffer();
        if (body == null || body.length() == 0) {
            throw new ProblemException(Problem.invalid("the body must be a sweep spec in JSON or YAML, it is empty"));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(Problem.invalid("the body is not UTF-8 text"));
        }
    }

    Map<String, Handler<RoutingContext>> handlers() {
        return Map.of("getSweepSchema", this::schema, "checkSweep", this::check);
    }
}
