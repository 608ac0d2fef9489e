package io.barograph.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of sweeps; answered by {@link SweepPage}.
 *
 * @param cursor the next of the page before; null for the newest sweeps
 * @param limit most sweeps in the answer, 1 to {@value #MAX_LIMIT}
 */
public record SweepsQuery(@Nullable Long cursor, int limit) implements Message {
    public static final int MAX_LIMIT = 1000;

    public SweepsQuery {
        Checks.require(limit >= 1 && limit <= MAX_LIMIT, limit, "limit", limit, "be 1 to " + MAX_LIMIT);
    }
}
