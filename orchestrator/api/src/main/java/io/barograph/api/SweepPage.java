package io.barograph.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sweeps, the newest first.
 *
 * @param next cursor of the next page; null on the last one
 */
public record SweepPage(List<SweepSummary> sweeps, @Nullable Long next) implements Message {
    public SweepPage {
        sweeps = List.copyOf(sweeps);
    }

    /** The page that these are when at most {@code limit} were asked for. */
    public static SweepPage of(List<SweepSummary> sweeps, int limit) {
        Long next = sweeps.size() < limit ? null : sweeps.get(sweeps.size() - 1).number();
        return new SweepPage(sweeps, next);
    }
}
