package io.barograph.server.http;

import io.barograph.api.BarographException;
import io.barograph.api.BridgeCall;
import io.barograph.server.access.Caller;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes WebSockets, over which clients ask what is on the event bus for them. Lives on one event-loop context. */
final class Bridge {
    private static final long PULSE_MILLIS = 15_000;
    private static final short GOING_AWAY = 1001;

    private final Vertx vertx;
    private final Callers callers;
    private final BridgeFeed feed;
    private final Set<BridgeConnection> connections = new HashSet<>();
    private final long pulse;

    Bridge(Vertx vertx, Callers callers) {
        this.vertx = vertx;
        this.callers = callers;
        this.feed = new BridgeFeed(vertx);
        this.pulse = vertx.setPeriodic(
                PULSE_MILLIS, timer -> List.copyOf(connections).forEach(BridgeConnection::pulse));
    }

    /** Whether a request wants a WebSocket; nothing of it may be read before it has one. */
    static boolean isUpgrade(RoutingContext request) {
        return BridgeCall.PATH.equals(request.normalizedPath())
                && "websocket".equalsIgnoreCase(request.request().getHeader(HttpHeaders.UPGRADE));
    }

    void open(RoutingContext request) {
        if (!isUpgrade(request)) {
            request.response().putHeader(HttpHeaders.UPGRADE, "websocket");
            request.fail(new ProblemException(
                    Problem.of(426, "UPGRADE_REQUIRED", "Upgrade required", "connect with a WebSocket over HTTP/1.1")));
        } else if (!Guard.isOfOwnOrigin(request)) {
            request.fail(new ProblemException(
                    Problem.of(403, "FORBIDDEN", "Forbidden", "pages of other origins may not use this server")));
        } else {
            upgrade(request, Guard.caller(request));
        }
    }

    private void upgrade(RoutingContext request, Caller caller) {
        try {
            callers.opened(caller);
        } catch (BarographException e) {
            request.fail(e);
            return;
        }
        request.request()
                .toWebSocket()
                .onSuccess(socket -> opened(socket, request, caller))
                .onFailure(failure -> {
                    callers.closed(caller);
                    request.fail(failure);
                });
    }

    private void opened(ServerWebSocket socket, RoutingContext request, Caller caller) {
        BridgeConnection connection =
                new BridgeConnection(socket, caller, Guard.token(request), callers, vertx.eventBus(), feed);
        connections.add(connection);
        socket.closeHandler(closed -> {
            connections.remove(connection);
            callers.closed(caller);
            connection.ended();
        });
        connection.start();
    }

    /** Ends every connection; clients come back to another orchestrator. */
    void stop() {
        vertx.cancelTimer(pulse);
        List.copyOf(connections).forEach(connection -> connection.close(GOING_AWAY, "this orchestrator ends"));
    }
}
