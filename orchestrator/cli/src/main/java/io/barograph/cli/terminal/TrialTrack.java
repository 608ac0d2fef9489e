package io.barograph.cli.terminal;

import io.barograph.api.BudgetStatus;
import io.barograph.api.EpochReport;
import io.barograph.api.Measurement;
import io.barograph.api.Phase;
import io.barograph.api.Progress;
import io.barograph.api.TrialReport;
import io.barograph.api.TrialState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of one trial so far, put together from events and progress. */
final class TrialTrack {
    private final TrialReport trial;
    private final int index;
    private final List<EpochPlan> plans;
    private EpochPlan plan;
    private final SortedMap<Integer, EpochReport> epochs = new TreeMap<>();
    private TrialState state;
    private int attempt;
    private @Nullable Phase phase;
    private int epoch;
    private double fraction;
    private @Nullable EpochReport lastEpoch;
    private @Nullable Double accuracy;
    private @Nullable Double volumeRatio;
    private @Nullable BudgetStatus status;
    private @Nullable Double secondsLeft;
    private @Nullable String note;

    /** @param plans how the trial may go, the expected one first; by the epochs it tells of, it says which one it is */
    TrialTrack(TrialReport trial, int index, List<EpochPlan> plans) {
        this.trial = trial;
        this.index = index;
        this.plans = plans;
        plan = plans.get(0);
        state = TrialState.WAITING;
    }

    void started(int newAttempt) {
        state = TrialState.RUNNING;
        attempt = newAttempt;
        note = null;
    }

    void epochEnded(EpochReport report) {
        epochs.put(report.epoch(), report);
        lastEpoch = report;
        if (report.epoch() > epoch || report.epoch() == epoch && fraction < 1) {
            epoch = report.epoch();
            fraction = 1;
        }
        phase = report.phase();
        accuracy = report.metrics().getOrDefault("validationAccuracy", accuracy);
        volumeRatio = report.metrics().getOrDefault("volumeRatio", volumeRatio);
    }

    void progressed(Progress progress) {
        if (state != TrialState.RUNNING || progress.attempt() != attempt) {
            return;
        }
        plan = plans.stream()
                .filter(one -> one.total() == progress.epochs())
                .findFirst()
                .orElse(plan);
        phase = progress.phase();
        epoch = progress.epoch();
        fraction = progress.fractionOfEpoch();
        accuracy = progress.accuracy() == null ? accuracy : progress.accuracy();
        volumeRatio = progress.volumeRatio();
        secondsLeft = progress.secondsLeft();
    }

    void returned(String reason) {
        state = TrialState.WAITING;
        note = reason;
        secondsLeft = null;
    }

    void ended(TrialState end, @Nullable Measurement measurement, @Nullable String reason) {
        state = end;
        note = reason;
        secondsLeft = null;
        if (measurement != null) {
            accuracy = measurement.validationAccuracy();
            volumeRatio = measurement.volumeRatio();
            status = measurement.status();
        }
    }

    TrialRow row(boolean onFront) {
        return new TrialRow(
                trial.trial(),
                index,
                trial.budget(),
                trial.seed(),
                trial.search(),
                plan,
                state,
                attempt,
                phase,
                epoch,
                fraction,
                lastEpoch,
                accuracy,
                volumeRatio,
                status,
                onFront,
                secondsLeft,
                note);
    }

    /** The reported epochs in order; of a repeated epoch the latest. */
    List<EpochReport> history() {
        return new ArrayList<>(epochs.values());
    }

    /** Whether this trial trained, or trains, the dense network itself. */
    boolean pretrains() {
        return phase == Phase.PRETRAIN || !epochs.isEmpty() && epochs.firstKey() <= plan.pretrain();
    }

    boolean terminal() {
        return state.terminal();
    }

    /** Work of this trial, and how much of it is done, in pretraining epochs. */
    double work(boolean withPretraining) {
        return plan.work(plan.total()) - (withPretraining ? 0 : plan.work(plan.pretrain()));
    }

    double workDone(boolean withPretraining) {
        if (terminal()) {
            return work(withPretraining);
        }
        double done = plan.work(Math.max(0, epoch - 1 + fraction));
        return Math.max(0, done - (withPretraining ? 0 : plan.work(plan.pretrain())));
    }

    /** What trials must share to share the dense network. */
    Object denseKey(Collection<String> keysOfDense) {
        SortedMap<String, Object> key = new TreeMap<>(trial.search());
        key.keySet().retainAll(keysOfDense);
        return List.of(trial.seed(), key);
    }
}
