package io.barograph.server.store;

/** The database's disk is full; nothing was written. */
public final class StorageFullException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StorageFullException(Throwable cause) {
        super("no space left on the disk of the database", cause);
    }
}
