package io.barograph.cli;

import io.barograph.api.SweepSpec;
import io.barograph.cli.folder.SweepFolder;
import io.barograph.node.TrialTrainer;

/** Where the embedded worker's trainer comes from. */
@FunctionalInterface
interface TrainerSource {
    /**
     * Makes a trainer and checks that the sweep's data is there and whole, and that its trials can work.
     *
     * @throws CliException BAD_DATA, BAD_SPEC, GPU or MACHINE
     */
    TrialTrainer open(SweepSpec spec, SweepFolder folder);
}
