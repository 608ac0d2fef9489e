package io.barograph.api.report;

import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import java.util.Objects;

/**
 * Test accuracies of one configuration over its seeds.
 *
 * @param seeds completed trials of the configuration
 * @param mean of their test accuracies, in [0, 1]
 * @param deviation standard deviation of a sample (divided by seeds - 1); 0 for a single seed
 */
record SeedSpread(int seeds, double mean, double deviation) {
    /** Of all trials that differ from {@code trial} in nothing but the seed, itself among them. */
    static SeedSpread of(SweepReport report, TrialReport trial) {
        double[] accuracies = report.trials().stream()
                .filter(other ->
                        other.budget() == trial.budget() && other.search().equals(trial.search()))
                .map(TrialReport::testAccuracy)
                .filter(Objects::nonNull)
                .mapToDouble(accuracy -> accuracy)
                .toArray();
        double mean = 0;
        for (double accuracy : accuracies) {
            mean += accuracy / accuracies.length;
        }
        double squares = 0;
        for (double accuracy : accuracies) {
            squares += (accuracy - mean) * (accuracy - mean);
        }
        return new SeedSpread(accuracies.length, mean, Math.sqrt(squares / Math.max(1, accuracies.length - 1)));
    }
}
