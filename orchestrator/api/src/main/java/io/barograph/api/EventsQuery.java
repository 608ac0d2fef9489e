package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a sweep's events after a sequence number.
 *
 * @param after 0 for all
 * @param limit most events in the answer, 1 to {@value #MAX_LIMIT}
 * @param types only events of these types; empty for all. Older orchestrators give events of all types
 */
public record EventsQuery(String sweep, long after, int limit, SortedSet<SweepChangeType> types) implements Message {
    public static final int MAX_LIMIT = 1000;

    public EventsQuery {
        Checks.name("sweep", sweep);
        Checks.atLeast("after", 0L, after);
        Checks.require(limit >= 1 && limit <= MAX_LIMIT, limit, "limit", limit, "be 1 to " + MAX_LIMIT);
        types = Collections.unmodifiableSortedSet(new TreeSet<>(types));
    }

    /** Reads queries of older clients too, which want all types. */
    @JsonCreator
    static EventsQuery read(
            @JsonProperty("sweep") String sweep,
            @JsonProperty("after") long after,
            @JsonProperty("limit") int limit,
            @JsonProperty("types") @Nullable SortedSet<SweepChangeType> types) {
        return new EventsQuery(sweep, after, limit, types == null ? new TreeSet<>() : types);
    }

    /** Asks for events of all types. */
    public static EventsQuery of(String sweep, long after, int limit) {
        return of(sweep, after, limit, Set.of());
    }

    /** Asks for events of these types; of all if there are none. */
    public static EventsQuery of(String sweep, long after, int limit, Set<SweepChangeType> types) {
        return new EventsQuery(sweep, after, limit, new TreeSet<>(types));
    }
}
