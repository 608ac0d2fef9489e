package io.barograph.server.verify;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that a database holds of one sweep, as it was at one moment; nothing of it is believed yet. */
public final class StoredSweep {
    private final String sweep;
    private final List<Event> events;
    private final Map<Table, List<StoredRow>> rows = new EnumMap<>(Table.class);
    private final @Nullable Long fence;

    /**
     * @param events by sequence number
     * @param fence of the scheduler's lease, or null if nobody ever held it
     */
    StoredSweep(String sweep, List<Event> events, Map<Table, List<StoredRow>> rows, @Nullable Long fence) {
        this.sweep = sweep;
        this.events = List.copyOf(events);
        this.rows.putAll(rows);
        this.fence = fence;
    }

    /** A row of the log. */
    record Event(
            long sequence, @Nullable String type, int schemaVersion, @Nullable String payload, @Nullable Instant at) {}

    public String sweep() {
        return sweep;
    }

    List<Event> events() {
        return events;
    }

    List<StoredRow> rows(Table table) {
        return rows.getOrDefault(table, List.of());
    }

    @Nullable
    Long fence() {
        return fence;
    }
}
