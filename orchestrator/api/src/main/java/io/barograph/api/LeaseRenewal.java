package io.barograph.api;

/** A worker still holds this attempt. A refusal means that the trial is no longer its own: stop. */
public record LeaseRenewal(String sweep, String trial, int attempt, String worker) implements TrialMessage {
    public LeaseRenewal {
        Checks.name("sweep", sweep);
        Checks.name("trial", trial);
        Checks.atLeast("attempt", 1, attempt);
        Checks.text("worker", worker);
    }
}
