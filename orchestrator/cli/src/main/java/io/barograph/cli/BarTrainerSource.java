package io.barograph.cli;

import io.barograph.api.SweepSpec;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.cli.folder.SweepFolder;
import io.barograph.node.BarTrialTrainer;
import io.barograph.node.NativeBackend;
import io.barograph.node.TrialException;
import io.barograph.node.TrialTrainer;
import java.util.List;

/** The real trainer, after a look at the data and at what the sweep asks of it. */
final class BarTrainerSource implements TrainerSource {
    @Override
    public TrialTrainer open(SweepSpec spec, SweepFolder folder) {
        String missingGpu = NativeBackend.missingGpu();
        if (missingGpu != null) {
            throw new CliException(ExitCode.GPU, missingGpu);
        }
        BarTrialTrainer trainer = new BarTrialTrainer(ArtifactStore.folder(folder.artifacts()), folder.work());
        try {
            List<String> problems = trainer.problems(spec);
            if (!problems.isEmpty()) {
                throw new CliException(
                        ExitCode.BAD_SPEC, "this sweep cannot work:\n  " + String.join("\n  ", problems));
            }
        } catch (TrialException e) {
            throw new CliException(ExitCode.BAD_DATA, String.valueOf(e.getMessage()), e);
        } catch (LinkageError e) {
            throw new CliException(
                    ExitCode.MACHINE, "a native library cannot be loaded: " + e + " (barograph doctor tells more)", e);
        }
        return trainer;
    }
}
