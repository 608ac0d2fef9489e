package io.barograph.api;

/**
 * A worker's free slot asks for a trial. Repeating an ask with the same number returns the same assignment.
 *
 * @param worker name of the worker process, unique among live workers
 * @param slot 0-based slot of the worker
 * @param askNumber counts up with every new ask of this slot, from 1
 */
public record TrialAsk(String worker, int slot, long askNumber) implements Message {
    public TrialAsk {
        Checks.text("worker", worker);
        Checks.atLeast("slot", 0, slot);
        Checks.atLeast("askNumber", 1L, askNumber);
    }
}
