package io.barograph.api;

import io.vertx.core.Handler;
import io.vertx.core.eventbus.Message;
import java.util.function.Consumer;

/** Bodies of event-bus messages, which another version may have sent. */
public final class Incoming {
    private Incoming() {}

    /**
     * The body, if it is what is expected.
     *
     * @throws BarographException INVALID_REQUEST, saying what came instead
     */
    public static <T> T body(Message<?> message, Class<T> type) {
        Object body = message.body();
        if (type.isInstance(body)) {
            return type.cast(body);
        }
        String problem = body instanceof UnreadableMessage unreadable
                ? unreadable.problem()
                : (body == null ? "nothing" : body.getClass().getSimpleName()) + " in place of " + type.getSimpleName();
        throw new BarographException(
                ErrorCode.INVALID_REQUEST,
                "not understood at " + message.address() + ": " + problem + "; do all members run the same Barograph?",
                null);
    }

    /** Handles what is published, which anybody may miss: what is not understood is passed over. */
    public static <T> Handler<Message<T>> only(Class<T> type, Consumer<T> handler) {
        return message -> {
            Object body = message.body();
            if (type.isInstance(body)) {
                handler.accept(type.cast(body));
            }
        };
    }
}
