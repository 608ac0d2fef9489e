package io.barograph.api;

/** The phases of a trial, in order. */
public enum Phase {
    /** The dense network is trained; shared between trials. */
    PRETRAIN,
    /** Gates learn under the budget. */
    PRUNE,
    /** Closed maps are removed physically. */
    COMPACT,
    /** The compact network is trained. */
    FINE_TUNE
}
