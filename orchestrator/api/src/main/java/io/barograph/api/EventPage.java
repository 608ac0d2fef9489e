package io.barograph.api;

import java.util.List;

/** Events in the order of their sequence numbers; empty if there is none yet. */
public record EventPage(List<SweepEvent> events) implements Message {
    public EventPage {
        events = List.copyOf(events);
    }
}
