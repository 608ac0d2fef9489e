package io.barograph.server.schedule;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what becomes of a request into its reply; every request gets one. */
public final class Replies {
    private static final Logger log = LoggerFactory.getLogger(Replies.class);

    private Replies() {}

    /** Answers a message with the handler's result, or with a failure that carries an {@link ErrorCode}. */
    public static <T> void answer(Message<T> message, Function<T, Future<?>> handler) {
        Future<?> result;
        try {
            result = handler.apply(message.body());
        } catch (RuntimeException e) {
            result = Future.failedFuture(e);
        }
        result.onComplete(
                message::reply, failure -> message.fail(codeOf(failure).number(), failure.getMessage()));
    }

    private static ErrorCode codeOf(Throwable failure) {
        if (failure instanceof BarographException known) {
            return known.code();
        }
        if (failure instanceof NotLeadingException) {
            return ErrorCode.UNAVAILABLE;
        }
        log.error("Request failed", failure);
        return ErrorCode.INTERNAL;
    }
}
