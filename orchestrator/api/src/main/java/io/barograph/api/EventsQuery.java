package io.barograph.api;

/**
 * Asks for a sweep's events after a sequence number.
 *
 * @param after 0 for all
 * @param limit most events in the answer, 1 to {@value #MAX_LIMIT}
 */
public record EventsQuery(String sweep, long after, int limit) implements Message {
    public static final int MAX_LIMIT = 1000;

    public EventsQuery {
        Checks.name("sweep", sweep);
        Checks.atLeast("after", 0L, after);
        Checks.require(limit >= 1 && limit <= MAX_LIMIT, limit, "limit", limit, "be 1 to " + MAX_LIMIT);
    }
}
