package io.barograph.server.store;

import io.barograph.server.log.LogEntry;
import io.barograph.server.state.SweepProjection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds stored entries; fails with {@link DamagedLogException} if one of them cannot follow the one before it. */
public final class LogFold {
    private LogFold() {}

    /** The state after the first entry of a log. */
    static SweepProjection begin(LogEntry first, @Nullable Long number) {
        try {
            return new SweepProjection(first, number);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw damaged(first, e);
        }
    }

    /** Folds the entries that the projection does not know yet. */
    public static void apply(SweepProjection projection, List<LogEntry> page) {
        for (LogEntry entry : page) {
            if (entry.sequence() > projection.sequence()) {
                try {
                    projection.apply(entry);
                } catch (IllegalStateException | IllegalArgumentException e) {
                    throw damaged(entry, e);
                }
            }
        }
    }

    /** Folds entries between which others are left out that change nothing for readers. */
    static void applyTurns(SweepProjection projection, List<LogEntry> page) {
        for (LogEntry entry : page) {
            projection.skipTo(entry.sequence() - 1);
            apply(projection, List.of(entry));
        }
    }

    private static DamagedLogException damaged(LogEntry entry, RuntimeException cause) {
        return new DamagedLogException(entry.sweep(), entry.sequence(), cause.getMessage(), cause);
    }
}
