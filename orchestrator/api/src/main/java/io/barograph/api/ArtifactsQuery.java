package io.barograph.api;

/**
 * Asks what some trials of a sweep have left; answered by {@link ArtifactPage}.
 *
 * @param first index of the first trial, from 0
 * @param trials most trials to look at, 1 to {@value #MAX_TRIALS}
 */
public record ArtifactsQuery(String sweep, int first, int trials) implements Message {
    public static final int MAX_TRIALS = 200;

    public ArtifactsQuery {
        Checks.name("sweep", sweep);
        Checks.atLeast("first", 0, first);
        Checks.require(trials >= 1 && trials <= MAX_TRIALS, trials, "trials", trials, "be 1 to " + MAX_TRIALS);
    }
}
