package io.barograph.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deeds, the newest first.
 *
 * @param next cursor of the next page; null on the last one
 */
public record AuditPage(List<AuditEntry> entries, @Nullable Long next) {
    public AuditPage {
        entries = List.copyOf(entries);
    }

    /** The page that these are when at most {@code limit} were asked for. */
    public static AuditPage of(List<AuditEntry> entries, int limit) {
        return new AuditPage(
                entries,
                entries.size() < limit ? null : entries.get(entries.size() - 1).number());
    }
}
