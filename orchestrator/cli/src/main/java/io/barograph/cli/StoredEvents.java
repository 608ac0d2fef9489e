package io.barograph.cli;

import io.barograph.api.EventPage;
import io.barograph.api.EventsQuery;
import io.barograph.api.SweepClient;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepView;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What happened to a sweep until now. */
final class StoredEvents {
    private StoredEvents() {}

    /**
     * Tells every event up to the one that the view ends with, in order.
     *
     * @param await waits for an answer
     */
    static void tell(
            SweepClient client,
            SweepView sweep,
            Function<Future<EventPage>, EventPage> await,
            Consumer<SweepEvent> listener) {
        long heard = 0;
        while (heard < sweep.sequence()) {
            List<SweepEvent> page = await.apply(client.events(sweep.sweep(), heard, EventsQuery.MAX_LIMIT))
                    .events();
            if (page.isEmpty()) {
                throw new IllegalStateException("events after " + heard + " of " + sweep.sequence() + " are missing");
            }
            for (SweepEvent event : page) {
                heard = event.sequence();
                if (heard <= sweep.sequence()) {
                    listener.accept(event);
                }
            }
        }
    }
}
