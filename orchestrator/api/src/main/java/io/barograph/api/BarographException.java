package io.barograph.api;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import org.jspecify.annotations.Nullable;

/** A request failed, with the reason as a code and in words. */
public final class BarographException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public BarographException(ErrorCode code, @Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
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
}
