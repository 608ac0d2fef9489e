package io.barograph.bench.chaos;

import io.barograph.api.BudgetStatus;
import io.barograph.api.Measurement;
import io.barograph.api.Phase;
import io.barograph.api.TrialResult;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a stand-in does with a trial, as pure functions: the trainer does it, the check predicts it. */
final class StandIn {
    static final int PRETRAIN_EPOCHS = 2;
    static final int PRUNE_EPOCHS = 7;
    static final int EPOCHS = 9;
    private static final int EPOCHS_BEFORE_A_RUNG = 5;
    private static final long DENSE = 1 << 20;

    private StandIn() {}

    /** What the files of a trial call it. */
    static String name(String sweep, String trial) {
        return sweep + "/" + trial;
    }

    /**
     * Where an attempt begins, as the files that it was given say.
     *
     * @param trial by {@link #name}
     * @param checkpoint content of an earlier attempt
     */
    static Chain start(
            String trial,
            String teacherKey,
            @Nullable Chain teacher,
            @Nullable Chain rung,
            @Nullable Chain checkpoint) {
        if (checkpoint != null && (checkpoint.pruning() || teacher == null)) {
            return checkpoint;
        }
        return teacher == null ? Chain.dense(teacherKey) : pruneFrom(trial, teacher, rung);
    }

    /** After {@link Chain#next}: an attempt whose dense network is trained goes on with pruning it. */
    static Chain after(String trial, Chain done, @Nullable Chain rung) {
        return !done.pruning() && done.epoch() == PRETRAIN_EPOCHS ? pruneFrom(trial, done, rung) : done;
    }

    private static Chain pruneFrom(String trial, Chain teacher, @Nullable Chain rung) {
        return rung == null ? teacher.prunedBy(trial, PRETRAIN_EPOCHS) : rung.prunedBy(trial, EPOCHS_BEFORE_A_RUNG);
    }

    static Phase phase(int epoch) {
        if (epoch <= PRETRAIN_EPOCHS) {
            return Phase.PRETRAIN;
        }
        return epoch <= PRUNE_EPOCHS ? Phase.PRUNE : Phase.FINE_TUNE;
    }

    /** The result of a trial that ended with this. */
    static TrialResult result(String sweep, String trial, int attempt, double budget, Chain end) {
        long volume = (long) (0.95 * budget * DENSE);
        double ratio = (double) volume / DENSE;
        double accuracy = 0.9 + 0.02 * Math.log(budget) + 0.01 * end.fraction();
        Measurement measurement = new Measurement(
                budget,
                ratio,
                volume,
                DENSE,
                ratio,
                BudgetStatus.of(budget, ratio),
                accuracy,
                accuracy - 0.01,
                volume / 4,
                volume * 30,
                volume,
                volume + 100,
                null,
                Map.of("stem", 4));
        String model = end.hash(Chain.Kind.MODEL, name(sweep, trial));
        String onnx = end.hash(Chain.Kind.ONNX, name(sweep, trial));
        return new TrialResult(sweep, trial, attempt, measurement, model, onnx, null, 0, 100, 1, null, null);
    }
}
