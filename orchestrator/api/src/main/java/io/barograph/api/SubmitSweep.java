package io.barograph.api;

/**
 * Asks for a sweep; answered by {@link SweepView} after it is stored.
 *
 * @param idempotencyKey submitting the same key twice gives one sweep
 */
public record SubmitSweep(String idempotencyKey, SweepSpec spec) implements Message {
    public SubmitSweep {
        Checks.text("idempotencyKey", idempotencyKey);
    }
}
