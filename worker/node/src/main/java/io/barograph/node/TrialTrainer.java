package io.barograph.node;

import io.barograph.api.TrialAssignment;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Trains trials; the seam between the event bus and whatever does the arithmetic. */
@FunctionalInterface
public interface TrialTrainer {
    /**
     * Trains one trial on the calling thread, from its checkpoint if it has one. Takes as long as it takes.
     *
     * @param listener hears of every epoch and of progress, on the calling thread
     * @param cancelled turns true when the trial is to be left: write a checkpoint and return
     *     {@link TrialOutcome.Interrupted} within seconds
     * @throws TrialException if the trial cannot go on
     */
    TrialOutcome train(TrialAssignment assignment, TrialListener listener, BooleanSupplier cancelled);

    /** What this trainer can do that a trial may require, see {@code io.barograph.api.WorkerLabels}. */
    default Set<String> labels() {
        return Set.of();
    }

    /** Why artifacts of trials could not be stored now, in one sentence, or null if they could. May block. */
    default @Nullable String storageProblem() {
        return null;
    }
}
