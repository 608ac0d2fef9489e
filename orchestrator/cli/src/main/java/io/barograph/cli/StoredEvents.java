package io.barograph.cli;

import io.barograph.api.EventPage;
import io.barograph.api.EventsQuery;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepView;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happened to a sweep until now. */
final class StoredEvents {
    private StoredEvents() {}

    /** Gives pages of events and waits for them. */
    @FunctionalInterface
    interface Pages {
        EventPage events(String sweep, long after, int limit);
    }

    /** Tells every event up to the one that the view ends with, in order. */
    static void tell(Pages pages, SweepView sweep, Consumer<SweepEvent> listener) {
        long heard = 0;
        @Nullable Long number = null;
        while (heard < sweep.sequence()) {
            EventPage page =
                    pages.events(sweep.sweep(), heard, EventsQuery.MAX_LIMIT).following(sweep.sweep(), number);
            number = page.sweepNumber();
            if (page.events().isEmpty()) {
                throw new IllegalStateException("events after " + heard + " of " + sweep.sequence() + " are missing");
            }
            for (SweepEvent event : page.events()) {
                heard = event.sequence();
                if (heard <= sweep.sequence()) {
                    listener.accept(event);
                }
            }
        }
    }
}
