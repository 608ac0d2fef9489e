package io.barograph.server.store;

/** Entries do not continue the stored log, for example because an earlier commit had succeeded after all; nothing was written. */
public final class SequenceConflictException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SequenceConflictException(String sweep, long sequence) {
        super("entry " + sequence + " does not continue the log of " + sweep);
    }
}
