package io.barograph.server.schedule;

/** This scheduler does not decide at the moment, or could not store its decision: ask again. */
public final class NotLeadingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotLeadingException(String message) {
        super(message);
    }
}
