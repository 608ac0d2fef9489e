package io.barograph.server.schedule;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.Incoming;
import io.barograph.server.store.DamagedLogException;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what becomes of a request into its reply; every request gets one. */
public final class Replies {
    private static final Logger log = LoggerFactory.getLogger(Replies.class);
    private static final RareLog RARELY = new RareLog(System::nanoTime);

    private Replies() {}

    /**
     * Answers a message with the handler's result, or with a failure that carries an {@link ErrorCode}. A message that is
     * not of this type, or cannot be read, is refused as INVALID_REQUEST, with one line in the log for all that are alike.
     */
    public static <T> void answer(Message<?> message, Class<T> type, Function<T, Future<?>> handler) {
        T body;
        try {
            body = Incoming.body(message, type);
        } catch (BarographException e) {
            if (RARELY.isDue(String.valueOf(e.getMessage()))) {
                log.warn("Message refused: {}", e.getMessage());
            }
            message.fail(e.code().number(), e.getMessage());
            return;
        }
        Future<?> result;
        try {
            result = handler.apply(body);
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
        if (failure instanceof DamagedLogException) {
            return ErrorCode.DAMAGED; // the scheduler tells of it
        }
        if (RARELY.isDue(failure.toString())) {
            log.error("Request failed", failure);
        }
        return ErrorCode.INTERNAL;
    }
}
