package io.barograph.server.http;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepChangeType;
import io.barograph.api.client.SweepClient;
import io.barograph.server.access.Caller;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The events of a sweep, a page or a stream. */
final class EventRoutes {
    private static final String STREAM = "text/event-stream";

    private final SweepClient client;
    private final Fronts fronts;
    private final EventFeed feed;
    private final Callers callers;

    EventRoutes(SweepClient client, Fronts fronts, EventFeed feed, Callers callers) {
        this.callers = callers;
        this.client = client;
        this.fronts = fronts;
        this.feed = feed;
    }

    /**
     * Where a stream begins.
     *
     * @param number of the sweep
     * @param after sequence number of the last event that the caller has
     * @param over whether no event follows
     */
    private record Beginning(long number, long after, boolean over) {}

    void events(RoutingContext request) {
        Arguments arguments = Arguments.of(request);
        Long given = arguments.number("after");
        long after = given == null ? 0 : given;
        Set<SweepChangeType> types = arguments.texts("type").stream()
                .map(SweepChangeType::ofLabel)
                .collect(Collectors.toCollection(TreeSet::new));
        if (Arguments.accepted(request, List.of(Answers.JSON, STREAM)).equals(STREAM)) {
            Answers.respond(
                    request,
                    () -> beginning(arguments.sweep(), after, arguments.header("Last-Event-ID")),
                    from -> stream(request, from, types));
        } else {
            Answers.json(request, 200, () -> client.events(arguments.sweep(), after, arguments.limit(), types));
        }
    }

    private Future<Beginning> beginning(String sweep, long after, @Nullable String last) {
        String[] parts = last == null ? new String[0] : last.split("-", 2);
        long from = last == null ? after : Long.parseLong(parts[1]);
        return fronts.sweep(sweep).map(now -> {
            long number = Objects.requireNonNull(now.number());
            if (last != null && Long.parseLong(parts[0]) != number) {
                throw new BarographException(
                        ErrorCode.UNKNOWN_SWEEP, "sweep " + sweep + " was deleted; another one has its name now", null);
            }
            return new Beginning(number, from, now.state().terminal() && from >= now.sequence());
        });
    }

    private void stream(RoutingContext request, Beginning from, Set<SweepChangeType> types) {
        HttpServerResponse response = request.response();
        if (from.over()) {
            response.setStatusCode(204).end(); // says that coming back is of no use
        } else if (!response.closed()) {
            Caller caller = Guard.caller(request);
            callers.opened(caller);
            response.putHeader(HttpHeaders.CONTENT_TYPE, STREAM)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader("X-Accel-Buffering", "no")
                    .setChunked(true)
                    .write("retry: 1000\n\n");
            String token = Guard.token(request);
            feed.follow(
                    Arguments.of(request).sweep(),
                    from.number(),
                    from.after(),
                    types,
                    new EventFeed.Reader(response, () -> callers.isValid(token), () -> callers.closed(caller)));
        }
    }

    Map<String, Handler<RoutingContext>> handlers() {
        return Map.of("listEvents", this::events);
    }
}
