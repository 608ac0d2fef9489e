package io.barograph.api;

/** Nothing is stored of this sweep any more. */
public record SweepDeleted(String sweep) implements Message {
    public SweepDeleted {
        Checks.name("sweep", sweep);
    }
}
