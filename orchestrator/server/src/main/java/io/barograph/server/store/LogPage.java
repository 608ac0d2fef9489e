package io.barograph.server.store;

import io.barograph.server.log.LogEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a sweep's log.
 *
 * @param number of the sweep, see {@link SweepStore}; null if there is no sweep of this name
 */
public record LogPage(@Nullable Long number, List<LogEntry> entries) {
    public LogPage {
        entries = List.copyOf(entries);
    }
}
