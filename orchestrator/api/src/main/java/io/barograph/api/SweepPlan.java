package io.barograph.api;

import java.util.List;

/**
 * What a sweep would do if it were submitted.
 *
 * @param sweep its name
 * @param trials number of trials
 * @param budgets fractions of the dense volume, as in the spec
 * @param seeds training seeds of each configuration
 * @param configurations different values of what is searched, without budgets and seeds; 1 if nothing is searched
 * @param denseNetworks networks that are trained before any is pruned; trials share them
 * @param epochs of all phases of all trials together, if none has to be repeated
 * @param taken whether a sweep of this name is stored: only the same spec with the same idempotency key is accepted again
 */
public record SweepPlan(
        String sweep,
        int trials,
        List<Double> budgets,
        int seeds,
        int configurations,
        int denseNetworks,
        long epochs,
        boolean taken)
        implements Message {
    public SweepPlan {
        Checks.name("sweep", sweep);
        budgets = List.copyOf(budgets);
    }
}
