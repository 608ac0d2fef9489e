package io.barograph.bar.train;

/** Where a trial stands. */
public enum Phase {
    /** The dense network learns. */
    PRETRAIN,
    /** Gates close until the network fits its budget. */
    PRUNE,
    /** Closed maps are removed physically. */
    COMPACT,
    /** The compact network learns on. */
    FINE_TUNE
}
