package io.barograph.server.submit;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepCheck;
import io.barograph.api.SweepPlan;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrainingSpec;
import io.barograph.server.log.PlannedTrial;
import io.barograph.server.search.TeacherKeys;
import io.barograph.server.search.TrialSampler;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** The trials of a sweep before anything of it is stored. Not for an event loop: thousands of trials take their time. */
final class SweepPlanner {
    private static final int MOST_TRIALS = 100_000;

    private SweepPlanner() {}

    /** @throws BarographException INVALID_REQUEST with every problem if the sweep cannot work */
    static List<PlannedTrial> trials(SweepSpec spec) {
        List<String> problems = SweepCheck.problems(spec);
        if (!problems.isEmpty()) {
            throw new BarographException(
                    ErrorCode.INVALID_REQUEST, "this sweep cannot work:\n  " + String.join("\n  ", problems), null);
        }
        try {
            List<PlannedTrial> trials = TrialSampler.of(spec.search()).next(0);
            if (trials.isEmpty() || trials.size() > MOST_TRIALS) {
                throw new IllegalArgumentException(
                        "a sweep must have 1 to " + MOST_TRIALS + " trials, this has " + trials.size());
            }
            return trials;
        } catch (IllegalArgumentException e) {
            throw new BarographException(ErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }

    /**
     * What the trials amount to.
     *
     * @param taken whether a sweep of this name is stored
     */
    static SweepPlan plan(SweepSpec spec, boolean taken) {
        List<PlannedTrial> trials = trials(spec);
        TeacherKeys keys = new TeacherKeys(spec);
        Set<String> dense = new HashSet<>();
        Map<SortedMap<String, Double>, TrainingSpec> trainings = new HashMap<>();
        long epochs = 0;
        for (PlannedTrial trial : trials) {
            TrainingSpec training = trainings.computeIfAbsent(trial.parameters(), spec.training()::withParameters);
            if (dense.add(keys.of(trial))) {
                epochs += training.pretrain().epochs();
            }
            epochs += epochsAfterDense(training, trial);
        }
        return new SweepPlan(
                spec.name(),
                trials.size(),
                spec.search().budgets(),
                spec.search().seeds().size(),
                trainings.size(),
                dense.size(),
                epochs,
                taken);
    }

    private static int epochsAfterDense(TrainingSpec training, PlannedTrial trial) {
        if (trial.budget() == 1) {
            return 0;
        }
        int fineTune = training.fineTune().epochsAt(trial.budget());
        return trial.after() == null
                ? training.prune().epochs() + fineTune
                : training.rung().epochs() + training.rung().fineTuneEpochs(fineTune);
    }
}
