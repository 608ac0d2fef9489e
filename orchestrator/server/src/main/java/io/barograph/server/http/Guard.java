package io.barograph.server.http;

import io.barograph.api.BarographException;
import io.barograph.server.access.Caller;
import io.barograph.server.access.Role;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets a request through if its caller may do what it asks for, before anything else of it is looked at. */
final class Guard implements Handler<RoutingContext> {
    private static final String BEARER = "Bearer ";
    private static final String CALLER = "caller";
    private static final String ROLE = "Barograph-Role";
    private static final String GRAFANA = "Barograph-Grafana";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Contract contract;
    private final Callers callers;
    private final boolean open;
    private final @Nullable String grafana;

    /**
     * @param open whether everybody on this machine may do everything, but not pages of others in their browsers
     * @param grafana where dashboards are, or null
     */
    Guard(Contract contract, Callers callers, boolean open, @Nullable URI grafana) {
        this.contract = contract;
        this.callers = callers;
        this.open = open;
        this.grafana = grafana == null ? null : grafana.toASCIIString().replaceAll("/+$", "");
    }

    @Override
    public void handle(RoutingContext request) {
        if (open && !isOwn(request)) {
            request.fail(new ProblemException(Problem.of(
                    403, "FORBIDDEN", "Forbidden", "only pages and programs of this machine may use this server")));
            return;
        }
        request.request().pause();
        lookUp(request).onComplete(caller -> {
            if (request.response().closed()) {
                return; // nobody waits for an answer any more, and HTTP/2 has ended the request too
            }
            if (!Bridge.isUpgrade(request)) {
                request.request().resume();
            }
            if (caller.succeeded()) {
                decide(request, caller.result());
            } else {
                request.fail(caller.cause());
            }
        });
    }

    /** What is measured must be seen above all while the database, which knows the tokens, is away. */
    private Future<Caller> lookUp(RoutingContext request) {
        SocketAddress from = request.request().remoteAddress();
        return Operations.METRICS.equals(request.normalizedPath())
                ? callers.callerNowOrBefore(token(request), from)
                : callers.caller(token(request), from);
    }

    private void decide(RoutingContext request, Caller caller) {
        request.response().putHeader(ROLE, caller.role().label());
        if (grafana != null) {
            request.response().putHeader(GRAFANA, grafana);
        }
        try {
            callers.count(caller);
        } catch (BarographException e) {
            request.fail(e);
            return;
        }
        Operation operation =
                contract.operation(request.normalizedPath(), request.request().method());
        Role needed = operation == null ? Role.VIEWER : contract.role(operation.getOperationId());
        if (caller.role().includes(needed)) {
            request.put(CALLER, caller);
            request.next();
        } else {
            request.fail(new ProblemException(Problem.of(
                    403,
                    "FORBIDDEN",
                    "Forbidden",
                    "this needs the role " + needed.label() + ", your token has "
                            + caller.role().label())));
        }
    }

    /** Who sent a request that was let through. */
    static Caller caller(RoutingContext request) {
        return Objects.requireNonNull(request.get(CALLER), CALLER);
    }

    /** The token that a request brought, or null. */
    static @Nullable String token(RoutingContext request) {
        String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    /** No name that somebody else's DNS answers with loopback, and no page of another origin. */
    private static boolean isOwn(RoutingContext request) {
        HostAndPort host = request.request().authority();
        if (host == null || !LOOPBACK.contains(host.host())) {
            return false;
        }
        String origin = request.request().getHeader(HttpHeaders.ORIGIN);
        boolean reads = request.request().method().equals(HttpMethod.GET)
                || request.request().method().equals(HttpMethod.HEAD);
        String site = request.request().getHeader("Sec-Fetch-Site");
        return origin == null
                ? reads || site == null || site.equals("same-origin") || site.equals("none")
                : isOfOwnOrigin(request);
    }

    /** Whether no browser sent it, or the page that made it do so came from here. */
    static boolean isOfOwnOrigin(RoutingContext request) {
        String origin = request.request().getHeader(HttpHeaders.ORIGIN);
        return origin == null
                || origin.equals(
                        request.request().scheme() + "://" + request.request().authority());
    }
}
