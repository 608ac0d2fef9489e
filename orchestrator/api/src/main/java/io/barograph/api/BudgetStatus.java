package io.barograph.api;

/** Whether a trial kept its budget. */
public enum BudgetStatus {
    /** Between nine tenths of the budget and the budget. */
    MET,
    /** Below nine tenths of the budget. */
    UNDER,
    /** Above the budget; never on a front. */
    OVER;

    private static final double LEAST_SHARE = 0.9;

    /**
     * The status of a measured volume.
     *
     * @param budget asked fraction of the dense volume, in (0, 1]
     * @param volumeRatio measured fraction of the dense volume, in (0, 1]
     */
    public static BudgetStatus of(double budget, double volumeRatio) {
        Checks.budget(budget);
        Checks.require(volumeRatio > 0 && volumeRatio <= 1, volumeRatio, "volumeRatio", volumeRatio, "lie in (0, 1]");
        if (volumeRatio > budget) {
            return OVER;
        }
        return volumeRatio >= LEAST_SHARE * budget ? MET : UNDER;
    }
}
