package io.barograph.api;

/** Asks what would become of a sweep, which is not stored; answered by {@link SweepPlan}. */
public record CheckSweep(SweepSpec spec) implements Message {}
