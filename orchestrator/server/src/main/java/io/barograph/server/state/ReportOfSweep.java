package io.barograph.server.state;

import io.barograph.api.FrontReference;
import io.barograph.api.Measurement;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepState;
import io.barograph.api.TrialReport;
import io.barograph.api.TrialState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a sweep's readers see of its state: every trial with its result or the reason why it waits, and the front. */
final class ReportOfSweep {
    private ReportOfSweep() {}

    static SweepReport at(Instant now, SweepProjection sweep) {
        Long dense = sweep.trials().stream()
                .map(TrialEntry::result)
                .filter(Objects::nonNull)
                .map(result -> result.measurement())
                .map(Measurement::denseVolumePixels)
                .findFirst()
                .orElse(null);
        List<TrialReport> reports = sweep.trials().stream()
                .map(trial -> trial.report(sweep.spec(), waitsFor(sweep, trial)))
                .toList();
        FrontReference reference = FrontReference.of(sweep.spec().dataset());
        return SweepReport.of(sweep.sweep(), sweep.state(), now, reference, dense, reports);
    }

    private static @Nullable String waitsFor(SweepProjection sweep, TrialEntry trial) {
        if (trial.state != TrialState.WAITING) {
            return null;
        }
        if (sweep.state() == SweepState.PAUSED) {
            return "the sweep is paused";
        }
        TrialEntry looser = sweep.heldBy(trial);
        if (looser != null) {
            return "waits for " + looser.trial() + " to reach its budget";
        }
        Integer pretraining = sweep.group(trial).pretraining();
        if (pretraining != null) {
            return "waits for the dense network that "
                    + sweep.trials().get(pretraining).trial() + " trains";
        }
        if (!sweep.withoutData().isEmpty()) {
            return "waits for a worker that has the data; " + String.join(", ", sweep.withoutData())
                    + (sweep.withoutData().size() == 1 ? " has not" : " have not");
        }
        Set<String> labels = sweep.spec().requiredLabels();
        return labels.isEmpty() ? null : "waits for a free slot of a worker with " + String.join(", ", labels);
    }
}
