package io.barograph.node;

import io.barograph.api.FailureCode;
import org.jspecify.annotations.Nullable;

/** A trial cannot go on; the message is one sentence for its user. */
public final class TrialException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final FailureCode code;

    public TrialException(FailureCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public FailureCode code() {
        return code;
    }

    /** The category and sentence of anything a trainer can throw. */
    static TrialException of(Throwable thrown) {
        if (thrown instanceof TrialException known) {
            return known;
        }
        FailureCode code = thrown instanceof OutOfMemoryError ? FailureCode.OUT_OF_MEMORY : FailureCode.INTERNAL;
        StackTraceElement[] trace = thrown.getStackTrace();
        String place = trace.length == 0 ? "" : " at " + trace[0];
        return new TrialException(code, thrown + place, thrown);
    }
}
