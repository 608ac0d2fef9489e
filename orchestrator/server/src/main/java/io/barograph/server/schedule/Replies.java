package io.barograph.server.schedule;

import io.barograph.api.Asker;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.Incoming;
import io.barograph.server.store.DamagedLogException;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what becomes of a request into its reply; every request gets one. */
public final class Replies {
    private static final Logger log = LoggerFactory.getLogger(Replies.class);
    private static final RareLog RARELY = new RareLog(System::nanoTime);

    /** States of a connection that failed, and of a server that shuts down, starts or has cut the connection off. */
    private static final Pattern CONNECTION = Pattern.compile("08...|57P0[1235]|25P03");

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
        result.onComplete(message::reply, failure -> fail(message, failure));
    }

    /** As {@link #answer}, for a handler that wants to know who asks. */
    public static <T> void answerTo(Message<?> message, Class<T> type, BiFunction<T, Asker, Future<?>> handler) {
        answer(message, type, body -> handler.apply(body, Asker.of(message.headers())));
    }

    private static void fail(Message<?> message, Throwable failure) {
        if (isAway(failure)) {
            if (RARELY.isDue(failure.toString())) {
                log.warn("Request failed for want of the database: {}", failure.getMessage());
            }
            message.fail(ErrorCode.UNAVAILABLE.number(), "the database cannot be reached: ask again");
        } else {
            message.fail(codeOf(failure).number(), failure.getMessage());
        }
    }

    /** Nothing is wrong with the request, and the database or the way to it may be back soon. */
    private static boolean isAway(Throwable failure) {
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLException problem
                        && CONNECTION
                                .matcher(String.valueOf(problem.getSQLState()))
                                .matches();
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
