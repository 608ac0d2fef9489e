package io.barograph.api;

import org.jspecify.annotations.Nullable;

/**
 * A slot of a worker, and what it trains.
 *
 * @param slot 0-based slot of the worker
 * @param sweep of the trial that it trains; null with trial and attempt if it waits for one
 */
public record WorkerSlot(int slot, @Nullable String sweep, @Nullable String trial, @Nullable Integer attempt) {
    public WorkerSlot {
        Checks.atLeast("slot", 0, slot);
        boolean busy = sweep != null;
        Checks.require(
                busy == (trial != null) && busy == (attempt != null),
                "",
                "trial",
                trial + " attempt " + attempt + " of " + sweep,
                "be given exactly with attempt and sweep");
    }

    /** One that waits for a trial. */
    public static WorkerSlot idle(int slot) {
        return new WorkerSlot(slot, null, null, null);
    }

    /** Whether it trains. */
    public boolean busy() {
        return sweep != null;
    }
}
