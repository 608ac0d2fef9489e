package io.barograph.api;

/**
 * A trial in the plane of accuracy and volume.
 *
 * @param budget asked fraction of the dense volume, in (0, 1]
 * @param volumeRatio measured fraction of the dense volume, in (0, 1]
 * @param accuracy validation accuracy in [0, 1]
 */
public record FrontPoint(String trial, double budget, double volumeRatio, double accuracy) {
    public FrontPoint {
        Checks.name("trial", trial);
        BudgetStatus.of(budget, volumeRatio);
        Checks.fraction("accuracy", accuracy);
    }

    public BudgetStatus status() {
        return BudgetStatus.of(budget, volumeRatio);
    }

    /** At least as good in both, better in one: less volume, more accuracy. */
    public boolean dominates(FrontPoint other) {
        return volumeRatio <= other.volumeRatio
                && accuracy >= other.accuracy
                && (volumeRatio < other.volumeRatio || accuracy > other.accuracy);
    }
}
