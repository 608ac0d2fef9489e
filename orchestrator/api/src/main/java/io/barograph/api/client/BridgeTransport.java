package io.barograph.api.client;

import io.barograph.api.BarographException;
import io.barograph.api.BridgeAnswer;
import io.barograph.api.BridgeCall;
import io.barograph.api.BridgeTopic;
import io.barograph.api.ErrorCode;
import io.barograph.api.Message;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one of several orchestrators, made when it is needed and again while anything is subscribed. Everything
 * happens on one context.
 */
final class BridgeTransport implements Transport {
    private static final long FROZEN_MILLIS = 5000; // who says nothing for so long, while asked, is left for another

    private final Vertx vertx;
    private final Context context;
    private final BridgeDialer dialer;
    private final Map<Long, Asked> asked = new HashMap<>();
    private final Map<Long, Heard> heard = new HashMap<>();
    private @Nullable WebSocket socket;
    private @Nullable Future<WebSocket> connecting;
    private long lastId;
    private long frames; // that have come so far
    private boolean closed;

    /** A request that waits for its answer. */
    private record Asked(Promise<Message> answer, long timer) {}

    private record Heard(BridgeTopic topic, String sweep, Consumer<Message> handler) {}

    BridgeTransport(Vertx vertx, BridgeOptions options) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.dialer = new BridgeDialer(vertx, options);
    }

    @Override
    public <T extends Message> Future<T> ask(String address, Message body, Class<T> type, long millis) {
        Promise<Message> answer = Promise.promise();
        context.runOnContext(step -> {
            if (closed) {
                answer.fail(Transport.closed());
                return;
            }
            long id = ++lastId;
            String text = BridgeCall.of(id, address, body).text();
            long before = frames;
            long timer = vertx.setTimer(millis, late -> {
                fail(id, unavailable("no answer within " + millis + " ms from " + dialer.address()));
                if (frames == before && millis >= FROZEN_MILLIS) {
                    leave();
                }
            });
            asked.put(id, new Asked(answer, timer));
            connected()
                    .onComplete(
                            open -> {
                                if (asked.containsKey(id)) {
                                    open.writeTextMessage(text);
                                }
                            },
                            failure -> fail(id, failure));
        });
        return answer.future().map(message -> {
            if (type.isInstance(message)) {
                return type.cast(message);
            }
            throw new BarographException(
                    ErrorCode.INVALID_REQUEST,
                    "answered with " + message.getClass().getSimpleName() + " in place of " + type.getSimpleName(),
                    null);
        });
    }

    @Override
    public Subscription subscribe(BridgeTopic topic, String sweep, Consumer<Message> handler) {
        Promise<Long> begun = Promise.promise();
        context.runOnContext(step -> {
            long id = ++lastId;
            begun.complete(id);
            if (!closed) {
                heard.put(id, new Heard(topic, sweep, handler));
                if (socket == null) {
                    stayConnected();
                } else {
                    listen(id);
                }
            }
        });
        return () -> begun.future().map(id -> {
            context.runOnContext(step -> {
                WebSocket open = socket;
                if (heard.remove(id) != null && open != null) {
                    open.writeTextMessage(new BridgeCall.Unsubscribe(id, null).text());
                }
            });
            return null;
        });
    }

    @Override
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(step -> {
            closed = true;
            heard.clear();
            failAll(Transport.closed());
            WebSocket open = socket;
            (open == null ? Future.<Void>succeededFuture() : open.close())
                    .eventually(dialer::close)
                    .transform(ended -> Future.<Void>succeededFuture())
                    .onComplete(done);
        });
        return done.future();
    }

    private Future<WebSocket> connected() {
        WebSocket open = socket;
        if (open != null) {
            return Future.succeededFuture(open);
        }
        Future<WebSocket> already = connecting;
        if (already != null) {
            return already;
        }
        Promise<WebSocket> made = Promise.promise();
        connecting = made.future();
        dialer.dial(this::arrived, this::ended)
                .onComplete(result -> context.runOnContext(step -> {
                    connecting = null;
                    if (result.succeeded() && closed) {
                        result.result().close();
                        made.fail(Transport.closed());
                    } else if (result.succeeded() && result.result().isClosed()) {
                        made.fail(unavailable("the connection to " + dialer.address() + " ended"));
                    } else if (result.succeeded()) {
                        socket = result.result();
                        List.copyOf(heard.keySet()).forEach(this::listen);
                        made.complete(result.result());
                    } else {
                        made.fail(result.cause());
                    }
                }));
        return made.future();
    }

    private void stayConnected() {
        if (!closed && !heard.isEmpty()) {
            connected().onFailure(failure -> stayConnected());
        }
    }

    private void listen(long id) {
        Heard wanted = heard.get(id);
        WebSocket open = socket;
        if (wanted != null && open != null) {
            open.writeTextMessage(new BridgeCall.Subscribe(id, wanted.topic(), wanted.sweep(), null).text());
        }
    }

    private void arrived(String text) {
        frames++;
        BridgeAnswer answer = BridgeAnswer.read(text);
        Long id = answer.id();
        if (id == null) {
            return;
        }
        BridgeAnswer.Refusal refusal = answer.error();
        Message message = answer.message();
        Heard listening = heard.get(id);
        if (refusal != null) {
            fail(id, refusal.exception());
            if (listening != null) {
                vertx.setTimer(BridgeDialer.LONGEST_PAUSE_MILLIS, again -> listen(id));
            }
        } else if (message != null && listening != null) {
            listening.handler().accept(message);
        } else if (message != null) {
            Asked request = asked.remove(id);
            if (request != null) {
                vertx.cancelTimer(request.timer());
                request.answer().complete(message);
            }
        }
    }

    private void ended(WebSocket which) {
        context.runOnContext(step -> {
            if (socket == which) {
                socket = null;
                Short code = which.closeStatusCode();
                failAll(
                        code != null && code == BridgeAnswer.TOKEN_ENDED
                                ? BridgeDialer.unauthenticated()
                                : unavailable("the connection to " + dialer.address() + " ended"));
                stayConnected();
            }
        });
    }

    private void leave() {
        WebSocket open = socket;
        if (open != null) {
            socket = null;
            dialer.next();
            open.close();
            failAll(unavailable(dialer.address() + " says nothing"));
            stayConnected();
        }
    }

    private void fail(long id, Throwable failure) {
        Asked request = asked.remove(id);
        if (request != null) {
            vertx.cancelTimer(request.timer());
            request.answer().fail(failure);
        }
    }

    private void failAll(Throwable failure) {
        List.copyOf(asked.keySet()).forEach(id -> fail(id, failure));
    }

    private static BarographException unavailable(String message) {
        return new BarographException(ErrorCode.UNAVAILABLE, message, null);
    }
}
