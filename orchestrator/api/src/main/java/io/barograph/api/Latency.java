package io.barograph.api;

/**
 * How long a network takes, in milliseconds.
 *
 * @param medianMillis median of many runs
 * @param lowMillis lower quartile
 * @param highMillis upper quartile
 */
public record Latency(double medianMillis, double lowMillis, double highMillis) {
    public Latency {
        Checks.notNegative("latency lowMillis", lowMillis);
        Checks.require(
                lowMillis <= medianMillis && medianMillis <= highMillis,
                medianMillis,
                "latency medianMillis",
                medianMillis,
                "lie between " + lowMillis + " and " + highMillis);
    }
}
