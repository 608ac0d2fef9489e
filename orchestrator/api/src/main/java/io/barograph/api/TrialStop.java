package io.barograph.api;

/** Asks the worker of this attempt to stop training; published to all workers. */
public record TrialStop(String sweep, String trial, int attempt) implements TrialMessage {
    public TrialStop {
        Checks.name("sweep", sweep);
        Checks.name("trial", trial);
        Checks.atLeast("attempt", 1, attempt);
    }
}
