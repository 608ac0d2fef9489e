package io.barograph.server.verify;

/** The database cannot be read; the message says why in a sentence for the user. */
public final class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SnapshotException(String message, Throwable cause) {
        super(message, cause);
    }
}
