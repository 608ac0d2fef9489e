package io.barograph.cli;

import io.barograph.artifacts.ArtifactStore;
import io.barograph.node.DatasetCache;
import io.barograph.node.TrialTrainer;
import java.nio.file.Path;

/** Where the trainers of a worker process come from. */
@FunctionalInterface
public interface WorkerTrainers {
    /**
     * Makes a trainer for any sweep.
     *
     * @param data of all trainers of the process
     * @param work for files of running trials, nobody else's; what is in it is removed
     * @throws CliException GPU or MACHINE
     */
    TrialTrainer open(ArtifactStore artifacts, Path work, DatasetCache data);
}
