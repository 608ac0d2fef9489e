package io.barograph.cli;

import io.barograph.api.SweepSpec;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.cli.folder.SweepFolder;
import io.barograph.node.BarTrialTrainer;
import io.barograph.node.NativeBackend;
import io.barograph.node.TrialException;
import io.barograph.node.TrialTrainer;
import java.nio.file.Path;
import java.util.List;

/** The real trainer, after a look at the data and at what the sweep asks of it. */
final class BarTrainerSource implements TrainerSource {
    /** The real trainer of a worker, whose sweeps come later. */
    static TrialTrainer ofWorker(ArtifactStore artifacts, Path work) {
        requireGpu();
        try {
            NativeBackend.describe();
        } catch (LinkageError e) {
            throw unloadable(e);
        }
        return new BarTrialTrainer(artifacts, work);
    }

    private static void requireGpu() {
        String missingGpu = NativeBackend.missingGpu();
        if (missingGpu != null) {
            throw new CliException(ExitCode.GPU, missingGpu);
        }
    }

    private static CliException unloadable(LinkageError failure) {
        return new CliException(
                ExitCode.MACHINE,
                "a native library cannot be loaded: " + failure + " (barograph doctor tells more)",
                failure);
    }

    @Override
    public TrialTrainer open(SweepSpec spec, SweepFolder folder) {
        requireGpu();
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
            throw unloadable(e);
        }
        return trainer;
    }
}
