package io.barograph.cli;

import io.barograph.api.SweepSpec;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.cli.folder.SweepFolder;
import io.barograph.node.BarTrialTrainer;
import io.barograph.node.TrialException;
import io.barograph.node.TrialTrainer;

/** The real trainer, after a look at the data. */
final class BarTrainerSource implements TrainerSource {
    @Override
    public TrialTrainer open(SweepSpec spec, SweepFolder folder) {
        BarTrialTrainer trainer = new BarTrialTrainer(ArtifactStore.folder(folder.artifacts()), folder.work());
        try {
            trainer.open(spec.dataset());
        } catch (TrialException e) {
            throw new CliException(ExitCode.BAD_DATA, String.valueOf(e.getMessage()), e);
        } catch (LinkageError e) {
            throw new CliException(
                    ExitCode.MACHINE, "a native library cannot be loaded: " + e + " (barograph doctor tells more)", e);
        }
        return trainer;
    }
}
