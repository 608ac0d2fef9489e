package io.barograph.api;

/**
 * The pruning phase of a trial that goes on from the next looser one of a ladder; what is not said here is as in
 * {@link PruneSpec}.
 *
 * @param epochs at least 1; the phase needs at least 100 steps, which depends on the data
 * @param gateDistance distance that log alpha can travel in the phase; the gates' rate is this over the steps
 */
public record RungSpec(int epochs, double gateDistance) {
    public static final RungSpec DEFAULT = new RungSpec(2, 30);

    public RungSpec {
        Checks.atLeast("training.rung.epochs", 1, epochs);
        Checks.positive("training.rung.gateDistance", gateDistance);
    }
}
