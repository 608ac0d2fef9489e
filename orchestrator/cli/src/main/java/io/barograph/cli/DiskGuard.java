package io.barograph.cli;

import io.barograph.api.FailureCode;
import io.barograph.api.TrialAssignment;
import io.barograph.node.TrialException;
import io.barograph.node.TrialListener;
import io.barograph.node.TrialOutcome;
import io.barograph.node.TrialTrainer;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A full disk is no fault of a trial when everything is in one folder: the command stops, the trial waits for its next
 * run.
 */
record DiskGuard(TrialTrainer trainer, Consumer<ExitCode> stop) implements TrialTrainer {
    @Override
    public Set<String> labels() {
        return trainer.labels();
    }

    @Override
    public TrialOutcome train(TrialAssignment assignment, TrialListener listener, BooleanSupplier cancelled) {
        try {
            return trainer.train(assignment, listener, cancelled);
        } catch (TrialException e) {
            if (e.code() != FailureCode.STORAGE_FULL) {
                throw e;
            }
            stop.accept(ExitCode.FOLDER);
            return new TrialOutcome.Interrupted(null);
        }
    }

    @Override
    public @Nullable String storageProblem() {
        return trainer.storageProblem();
    }
}
