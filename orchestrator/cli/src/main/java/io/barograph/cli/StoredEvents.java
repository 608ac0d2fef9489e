package io.barograph.cli;

import io.barograph.api.EventPage;
import io.barograph.api.EventsQuery;
import io.barograph.api.SweepClient;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepView;
import io.vertx.core.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
        @Nullable Long number = null;
        while (heard < sweep.sequence()) {
            @Nullable Long before = number;
            EventPage page = await.apply(client.events(sweep.sweep(), heard, EventsQuery.MAX_LIMIT)
                    .map(read -> read.following(sweep.sweep(), before)));
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
