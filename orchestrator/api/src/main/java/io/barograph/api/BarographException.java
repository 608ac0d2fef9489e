package io.barograph.api;

import org.jspecify.annotations.Nullable;

/** A request failed, with the reason as a code and in words. */
public final class BarographException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public BarographException(ErrorCode code, @Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
