package io.barograph.api;

/** Names a sweep, in requests for its view, its report or its cancellation. */
public record SweepQuery(String sweep) implements Message {
    public SweepQuery {
        Checks.name("sweep", sweep);
    }
}
