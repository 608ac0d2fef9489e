package io.barograph.api;

/** Names a sweep, in requests that need no more. */
public record SweepQuery(String sweep) implements Message {
    public SweepQuery {
        Checks.name("sweep", sweep);
    }
}
