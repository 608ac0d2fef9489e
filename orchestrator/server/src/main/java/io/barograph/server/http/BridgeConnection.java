package io.barograph.server.http;

import io.barograph.api.BarographException;
import io.barograph.api.BridgeAnswer;
import io.barograph.api.BridgeCall;
import io.barograph.api.BridgeTopic;
import io.barograph.api.ErrorCode;
import io.barograph.api.Incoming;
import io.barograph.api.Message;
import io.barograph.server.access.Caller;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection of the bridge: asks for the token of every frame, and of everything that is published to it. */
final class BridgeConnection {
    static final int MOST_WAITING = 32;
    static final int MOST_SUBSCRIPTIONS = 64;

    private static final short TOO_LARGE = 1009;
    private static final long ANSWER_MILLIS = 8000; // before the client's patience ends
    private static final long SILENCE_NANOS = Duration.ofSeconds(45).toNanos();

    private final ServerWebSocket socket;
    private final Caller opener;
    private final @Nullable String token;
    private final Callers callers;
    private final EventBus bus;
    private final BridgeFeed feed;
    private final Map<Long, Listening> listening = new HashMap<>();
    private int waiting; // requests without an answer, and published messages whose token is looked up
    private long heard = System.nanoTime();

    private record Listening(BridgeTopic topic, String sweep, Consumer<Message> listener) {}

    /**
     * @param opener whose connection it is; also counts for frames that are not understood
     * @param token the opener's
     */
    BridgeConnection(
            ServerWebSocket socket,
            Caller opener,
            @Nullable String token,
            Callers callers,
            EventBus bus,
            BridgeFeed feed) {
        this.socket = socket;
        this.opener = opener;
        this.token = token;
        this.callers = callers;
        this.bus = bus;
        this.feed = feed;
    }

    void start() {
        socket.frameHandler(frame -> heard = System.nanoTime());
        socket.pongHandler(pong -> heard = System.nanoTime());
        socket.textMessageHandler(this::received);
        socket.binaryMessageHandler(bytes -> malformed(null, "a frame must be text, this was binary"));
        socket.exceptionHandler(broken -> close(TOO_LARGE, "a frame has at most 1 MiB")); // unless it is closed already
    }

    /** To be called when it has ended. */
    void ended() {
        List.copyOf(listening.keySet()).forEach(this::stopListening);
    }

    /** Looks whether anybody is there, and may be. */
    void pulse() {
        if (System.nanoTime() - heard > SILENCE_NANOS) {
            close(BridgeAnswer.SILENT, "nothing was heard for 45 s");
            return;
        }
        socket.writePing(Buffer.buffer("still there?"));
        callers.isValid(token).onSuccess(valid -> {
            if (!valid) {
                closeWithoutToken();
            }
        });
    }

    void close(short code, String reason) {
        if (!socket.isClosed()) {
            socket.close(code, reason);
        }
    }

    private void closeWithoutToken() {
        close(BridgeAnswer.TOKEN_ENDED, "the token is not valid any more");
    }

    private void received(String text) {
        BridgeCall call;
        try {
            call = BridgeCall.read(text);
        } catch (BridgeCall.MalformedException e) {
            malformed(e.id(), e.getMessage());
            return;
        }
        if (waiting >= MOST_WAITING) {
            send(BridgeAnswer.refused(
                    call.id(),
                    ErrorCode.UNAVAILABLE,
                    MOST_WAITING + " requests of this connection wait for answers: send this again after one of them"));
            return;
        }
        waiting++;
        caller(call.token()).compose(caller -> counted(call, caller)).onComplete(answer -> {
            waiting--;
            send(answer.succeeded() ? answer.result() : refusal(call.id(), answer.cause()));
            if (call.token() == null && isUnauthenticated(answer.cause())) {
                closeWithoutToken();
            }
        });
    }

    private void malformed(@Nullable Long id, @Nullable String fault) {
        try {
            callers.count(opener);
            send(BridgeAnswer.refused(id, ErrorCode.INVALID_REQUEST, fault));
        } catch (BarographException e) {
            send(refusal(id, e));
        }
    }

    private Future<Caller> caller(@Nullable String given) {
        return callers.caller(given == null ? token : given, socket.remoteAddress());
    }

    private Future<BridgeAnswer> counted(BridgeCall call, Caller caller) {
        callers.count(caller);
        return answer(call, caller);
    }

    private Future<BridgeAnswer> answer(BridgeCall call, Caller caller) {
        if (call instanceof BridgeCall.Request request) {
            Message message = BridgeAddress.message(request, caller.role());
            DeliveryOptions options = caller.asker().on(new DeliveryOptions().setSendTimeout(ANSWER_MILLIS));
            return bus.<Object>request(request.address(), message, options)
                    .map(reply -> BridgeAnswer.of(call.id(), Incoming.body(reply, Message.class)));
        }
        if (call instanceof BridgeCall.Subscribe subscribe) {
            return listen(subscribe).map(begun -> BridgeAnswer.done(call.id()));
        }
        stopListening(call.id());
        return Future.succeededFuture(BridgeAnswer.done(call.id()));
    }

    private Future<Void> listen(BridgeCall.Subscribe call) {
        if (socket.isClosed()) {
            return Future.succeededFuture();
        }
        if (listening.containsKey(call.id()) || listening.size() >= MOST_SUBSCRIPTIONS) {
            return Future.failedFuture(new BarographException(
                    ErrorCode.INVALID_REQUEST,
                    "a connection has at most " + MOST_SUBSCRIPTIONS + " subscriptions, each with an id of its own",
                    null));
        }
        Listening added =
                new Listening(call.topic(), call.sweep(), message -> published(call.id(), call.token(), message));
        listening.put(call.id(), added);
        return feed.add(added.topic(), added.sweep(), added.listener());
    }

    private void stopListening(long id) {
        Listening removed = listening.remove(id);
        if (removed != null) {
            feed.remove(removed.topic(), removed.sweep(), removed.listener());
        }
    }

    /** What is published may be missed: it is, when its receiver is slow or its token cannot be looked up. */
    private void published(long id, @Nullable String given, Message message) {
        if (waiting >= MOST_WAITING || socket.writeQueueFull()) {
            return;
        }
        waiting++;
        caller(given).onComplete(caller -> {
            waiting--;
            if (!listening.containsKey(id)) {
                return;
            }
            if (caller.succeeded()) {
                send(BridgeAnswer.of(id, message));
            } else if (isUnauthenticated(caller.cause())) {
                stopListening(id);
                send(refusal(id, caller.cause()));
                if (given == null) {
                    closeWithoutToken();
                }
            }
        });
    }

    private static boolean isUnauthenticated(@Nullable Throwable failure) {
        return failure instanceof BarographException known && known.code() == ErrorCode.UNAUTHENTICATED;
    }

    private static BridgeAnswer refusal(@Nullable Long id, Throwable failure) {
        BarographException told = BarographException.of(failure);
        if (told.retryAfter() != null) {
            return BridgeAnswer.tooMany(
                    id, String.valueOf(told.getMessage()), told.retryAfter().toSeconds());
        }
        boolean internal = told.code() == ErrorCode.INTERNAL; // nothing of what is inside of us
        return BridgeAnswer.refused(id, told.code(), internal ? "the server's log says more" : told.getMessage());
    }

    private void send(BridgeAnswer answer) {
        if (socket.isClosed()) {
            return;
        }
        String text;
        try {
            text = answer.text();
        } catch (IllegalArgumentException e) {
            text = BridgeAnswer.refused(answer.id(), ErrorCode.INVALID_REQUEST, "ask for less: " + e.getMessage())
                    .text();
        }
        socket.writeTextMessage(text);
        if (socket.writeQueueFull()) {
            socket.pause(); // who takes no answers asks nothing more
            socket.drainHandler(drained -> {
                heard = System.nanoTime();
                socket.resume();
            });
        }
    }
}
