package io.barograph.server.schedule;

/**
 * How bad the simulated world is: chances in [0, 1].
 *
 * @param loseMessage a message or its answer vanishes
 * @param doubleMessage a message arrives a second time, later
 * @param delayMillis longest delay of a message
 * @param crashEpoch a worker dies during an epoch, forgetting all
 * @param freezeEpoch a worker sleeps longer than its lease and goes on as if nothing had happened
 * @param failEpoch an epoch ends in an error that may go better next time
 * @param unavailableArtifact such an error is that a file cannot be had
 * @param releaseEpoch a worker gives its trial back
 * @param poisonTrial a trial that always fails
 * @param storeError a commit fails; in half of the cases it has happened all the same
 * @param lackData a worker cannot have the data in this life
 * @param killScheduler at each of its ticks a scheduler dies
 */
record Faults(
        double loseMessage,
        double doubleMessage,
        int delayMillis,
        double crashEpoch,
        double freezeEpoch,
        double failEpoch,
        double unavailableArtifact,
        double releaseEpoch,
        double poisonTrial,
        double storeError,
        double lackData,
        double killScheduler) {
    static final Faults NONE = new Faults(0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    static final Faults MANY = new Faults(0.05, 0.1, 3000, 0.03, 0.02, 0.04, 0.3, 0.03, 0.1, 0.01, 0, 0.001);

    /** As many, and half of the workers cannot have the data. */
    static final Faults MANY_WITHOUT_DATA =
            new Faults(0.05, 0.1, 3000, 0.03, 0.02, 0.04, 0.3, 0.03, 0.1, 0.01, 0.5, 0.001);

    /** As many for the workers; the large log is not read again for every thousandth commit. */
    static final Faults MANY_WORKERS = new Faults(0.05, 0.1, 3000, 0.03, 0.02, 0.04, 0.3, 0.03, 0.1, 0.0002, 0, 0.0002);
}
