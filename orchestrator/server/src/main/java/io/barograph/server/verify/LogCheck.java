package io.barograph.server.verify;

import io.barograph.server.log.LogEntry;

/** Rules about a log, looked at entry by entry, from the second on. */
interface LogCheck {
    /**
     * Looks at an entry.
     *
     * @param before what all entries before it tell
     */
    void entry(LogEntry entry, History before);

    /** Looks at the whole, after the last entry. */
    default void end(History whole) {}
}
