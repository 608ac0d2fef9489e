package io.barograph.api;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request failed, with the reason as a code and in words. */
public final class BarographException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final @Nullable Duration retryAfter;

    public BarographException(ErrorCode code, @Nullable String message, @Nullable Throwable cause) {
        this(code, message, cause, null);
    }

    private BarographException(
            ErrorCode code, @Nullable String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** A request of somebody who asks too much. */
    public static BarographException tooMany(@Nullable String message, Duration retryAfter) {
        return new BarographException(ErrorCode.TOO_MANY_REQUESTS, message, null, retryAfter);
    }

    /** What a failure means to who asked: itself, the code in a failed reply, or that there was none. */
    public static BarographException of(Throwable failure) {
        if (failure instanceof BarographException known) {
            return known;
        }
        if (failure instanceof ReplyException reply) {
            ErrorCode code = reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
                    ? ErrorCode.ofNumber(reply.failureCode())
                    : ErrorCode.UNAVAILABLE;
            return new BarographException(code, reply.getMessage(), reply);
        }
        return new BarographException(ErrorCode.INTERNAL, failure.getMessage(), failure);
    }

    public ErrorCode code() {
        return code;
    }

    /** How long to wait before asking again; null if nothing is known of that. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Whether it was not done, and may be if it is asked again. */
    public boolean mayPass() {
        return code == ErrorCode.UNAVAILABLE || code == ErrorCode.TOO_MANY_REQUESTS;
    }
}
