package io.barograph.node;

import io.barograph.api.EpochReport;
import io.barograph.api.Progress;
import io.barograph.api.TrialAssignment;
import io.barograph.metrics.SlotGauges;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A trainer whose slot is measured. */
public final class MeteredTrainer implements TrialTrainer {
    private final TrialTrainer trainer;
    private final SlotGauges gauges;
    private final int slot;

    /** @param slot 0-based number of the trainer's slot within the worker */
    public MeteredTrainer(TrialTrainer trainer, SlotGauges gauges, int slot) {
        this.trainer = trainer;
        this.gauges = gauges;
        this.slot = slot;
        gauges.idle(slot);
    }

    @Override
    public TrialOutcome train(TrialAssignment assignment, TrialListener listener, BooleanSupplier cancelled) {
        gauges.busy(slot, assignment);
        try {
            return trainer.train(assignment, new Measured(listener), cancelled);
        } finally {
            gauges.idle(slot);
        }
    }

    private final class Measured implements TrialListener {
        private final TrialListener listener;

        private Measured(TrialListener listener) {
            this.listener = listener;
        }

        @Override
        public void onEpoch(EpochReport report, Runnable stored) {
            gauges.epoch(slot, report);
            listener.onEpoch(report, stored);
        }

        @Override
        public void onProgress(Progress progress) {
            listener.onProgress(progress);
        }
    }

    @Override
    public Set<String> labels() {
        return trainer.labels();
    }

    @Override
    public @Nullable String storageProblem() {
        return trainer.storageProblem();
    }

    @Override
    public Set<String> datasets() {
        return trainer.datasets();
    }
}
