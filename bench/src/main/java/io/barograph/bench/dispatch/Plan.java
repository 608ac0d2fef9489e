package io.barograph.bench.dispatch;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How large the experiments are.
 *
 * @param folder for databases and journals, on a real disk
 * @param repeats of what is fast
 * @param trials without work, in each repeat
 * @param roundsOfSeconds trials of a second that each slot gets
 * @param reportsOfSlot epoch reports of each slot
 * @param workers slots in the large cluster
 * @param roundsOfWorkers trials that each of them gets
 * @param workerTrial how long each of these takes
 * @param simulations seeds
 */
record Plan(
        Path folder,
        int repeats,
        int trials,
        int roundsOfSeconds,
        int reportsOfSlot,
        int workers,
        int roundsOfWorkers,
        Duration workerTrial,
        int simulations) {
    static Plan full(Path folder) {
        return new Plan(folder, 3, 10_000, 30, 600, 1000, 4, Duration.ofSeconds(4), 100);
    }

    static Plan quick(Path folder) {
        return new Plan(folder, 1, 5000, 10, 300, 1000, 2, Duration.ofSeconds(4), 5);
    }
}
