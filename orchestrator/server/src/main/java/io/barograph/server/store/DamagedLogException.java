package io.barograph.server.store;

import org.jspecify.annotations.Nullable;

/** An entry of a sweep's stored log cannot be read or cannot follow the one before it; only this sweep is concerned. */
public final class DamagedLogException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sweep;

    /** @param sequence number of the first entry that is wrong */
    public DamagedLogException(String sweep, long sequence, @Nullable String problem, @Nullable Throwable cause) {
        super("entry " + sequence + " in the log of sweep " + sweep + " cannot be used: " + problem, cause);
        this.sweep = sweep;
    }

    public String sweep() {
        return sweep;
    }
}
