package io.barograph.node;

import io.barograph.api.BudgetStatus;
import io.barograph.api.DatasetName;
import io.barograph.api.DatasetSpec;
import io.barograph.api.EpochReport;
import io.barograph.api.Measurement;
import io.barograph.api.NetworkSpec;
import io.barograph.api.Phase;
import io.barograph.api.Progress;
import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialConfig;
import io.barograph.api.TrialResult;
import java.util.Map;
import java.util.TreeMap;

/** Assignments and reports for tests. */
final class TestingTrials {
    static final String HASH = "ab".repeat(32);

    private TestingTrials() {}

    static TrialAssignment assignment(String trial, long leaseMillis) {
        TrialConfig config = new TrialConfig(trial, 0, 0.5, 1, new TreeMap<>(), TrainingSpec.DEFAULT);
        return new TrialAssignment(
                "sweep",
                config,
                DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE),
                new NetworkSpec.PlainCnn(8),
                1,
                leaseMillis,
                null,
                "dense",
                null,
                false,
                null,
                null);
    }

    static TrialAssignment ofSweep(Long number, TrialAssignment of) {
        return new TrialAssignment(
                of.sweep(),
                of.config(),
                of.dataset(),
                of.network(),
                of.attempt(),
                of.leaseMillis(),
                of.teacher(),
                of.teacherKey(),
                of.rung(),
                of.leavesRung(),
                of.checkpoint(),
                number);
    }

    static EpochReport epoch(TrialAssignment of, int epoch) {
        return new EpochReport(
                of.sweep(),
                of.config().trial(),
                of.attempt(),
                Phase.PRETRAIN,
                epoch,
                new TreeMap<>(Map.of("loss", 1.0 / epoch)),
                null,
                null,
                null);
    }

    static Progress progress(TrialAssignment of, double fraction) {
        return new Progress(
                of.sweep(), of.config().trial(), of.attempt(), Phase.PRETRAIN, 1, 3, fraction, null, 1, 1, null, null);
    }

    static TrialResult result(TrialAssignment of) {
        Measurement measurement = new Measurement(
                0.5, 0.5, 50, 100, 0.5, BudgetStatus.MET, 0.9, 0.9, 10, 10, 10, 12, null, Map.of("stem", 2));
        return new TrialResult(
                of.sweep(), of.config().trial(), of.attempt(), measurement, HASH, HASH, null, 0, 10, 1.5, null, null);
    }
}
