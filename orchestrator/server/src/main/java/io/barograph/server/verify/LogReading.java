package io.barograph.server.verify;

import io.barograph.server.log.LogCodec;
import io.barograph.server.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the rows of a log; those that cannot be read are told and left out. */
final class LogReading {
    private LogReading() {}

    static List<LogEntry> entries(StoredSweep stored, Findings findings) {
        List<LogEntry> entries = new ArrayList<>();
        for (StoredSweep.Event event : stored.events()) {
            String place = Findings.entry(event.sequence());
            String problem = "";
            try {
                entries.add(entry(stored.sweep(), event));
            } catch (RuntimeException e) {
                problem = "of type " + event.type() + " cannot be read: " + e.getMessage();
            }
            String sentence = problem;
            findings.require(problem.isEmpty(), Invariant.READABLE, place, () -> sentence);
        }
        return entries;
    }

    private static LogEntry entry(String sweep, StoredSweep.Event event) {
        return new LogEntry(
                sweep,
                event.sequence(),
                Objects.requireNonNull(event.at(), "no time"),
                LogCodec.read(
                        Objects.requireNonNull(event.type(), "no type"),
                        event.schemaVersion(),
                        Objects.requireNonNull(event.payload(), "no payload")));
    }
}
