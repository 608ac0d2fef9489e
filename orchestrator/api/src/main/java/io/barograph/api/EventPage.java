package io.barograph.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order of their sequence numbers; empty if there is none yet.
 *
 * @param sweepNumber of the sweep that they are of: another one if the sweep was deleted and its name used again; null from an
 *     older orchestrator
 */
public record EventPage(List<SweepEvent> events, @Nullable Long sweepNumber) implements Message {
    public EventPage {
        events = List.copyOf(events);
    }

    /**
     * This page, if it is of the same sweep as one before.
     *
     * @param number of the page before, or null if there was none
     * @throws BarographException UNKNOWN_SWEEP if the sweep of the page before is gone
     */
    public EventPage following(String sweep, @Nullable Long number) {
        if (number != null && sweepNumber != null && !number.equals(sweepNumber)) {
            throw new BarographException(
                    ErrorCode.UNKNOWN_SWEEP, "sweep " + sweep + " was deleted; another one has its name now", null);
        }
        return this;
    }
}
