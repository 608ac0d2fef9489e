package io.barograph.cli;

import io.barograph.artifacts.ArtifactStore;
import java.nio.file.Path;
import java.util.Arrays;

/** The command with a trainer that only pretends: the first two arguments are its journal and milliseconds an epoch. */
final class TestingBarograph {
    private TestingBarograph() {}

    public static void main(String[] arguments) {
        Path journal = Path.of(arguments[0]);
        long epochMillis = Long.parseLong(arguments[1]);
        TrainerSource trainers = (spec, folder) ->
                new TestingTrainer(ArtifactStore.folder(folder.artifacts()), folder.work(), journal, epochMillis);
        String[] rest = Arrays.copyOfRange(arguments, 2, arguments.length);
        WorkerTrainers workers = (artifacts, work) -> new TestingTrainer(artifacts, work, journal, epochMillis);
        Barograph.end(Barograph.commandLine(trainers, workers).execute(rest));
    }
}
