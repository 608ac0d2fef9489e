package io.barograph.bench.chaos;

import io.barograph.artifacts.ArtifactStore;
import io.barograph.cli.Barograph;
import io.barograph.node.BarTrialTrainer;
import io.barograph.node.TrialTrainer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The {@code barograph} command with a trainer of the bench in its workers. Arguments: folder of gates and journals, name of
 * the worker, milliseconds an epoch or 0 for real training, then those of the command.
 */
public final class ChaosWorker {
    private ChaosWorker() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        String name = arguments[1];
        long epochMillis = Long.parseLong(arguments[2]);
        String[] command = Arrays.copyOfRange(arguments, 3, arguments.length);
        Barograph.runWith((artifacts, work, data) -> trainer(artifacts, work, folder, name, epochMillis), command);
    }

    static Journal journal(Path folder, String worker) {
        return new Journal(folder.resolve(worker + ".journal"));
    }

    private static TrialTrainer trainer(
            ArtifactStore artifacts, Path work, Path folder, String name, long epochMillis) {
        ArtifactStore store = new GatedStore(artifacts, Gate.of(folder, name));
        return epochMillis == 0
                ? new BarTrialTrainer(store, work)
                : new StandInTrainer(store, journal(folder, name), epochMillis);
    }
}
