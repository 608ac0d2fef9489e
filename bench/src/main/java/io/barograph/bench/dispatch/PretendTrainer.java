package io.barograph.bench.dispatch;

import io.barograph.api.BudgetStatus;
import io.barograph.api.EpochReport;
import io.barograph.api.Measurement;
import io.barograph.api.Phase;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialResult;
import io.barograph.node.TrialListener;
import io.barograph.node.TrialOutcome;
import io.barograph.node.TrialTrainer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Trains nothing: sleeps, reports epochs all at once, and gives a valid result. Whoever has no dense network reports an
 * epoch with one, as real trials do, so that the trials that share it can start.
 *
 * @param epochs reports of every trial
 * @param time how long a trial takes
 * @param slot name of the slot in the journal
 */
record PretendTrainer(int epochs, Duration time, String slot, SlotJournal journal) implements TrialTrainer {
    private static final long DENSE = 1 << 20;

    @Override
    public TrialOutcome train(TrialAssignment assignment, TrialListener listener, BooleanSupplier cancelled) {
        long start = System.nanoTime();
        boolean teaches = assignment.teacher() == null;
        for (int epoch = 1; epoch <= Math.max(epochs, teaches ? 1 : 0); epoch++) {
            EpochReport report = report(assignment, epoch, teaches && epoch == 1);
            listener.onEpoch(report, () -> journal.confirmed(report));
        }
        sleep();
        journal.trained(slot, assignment, start);
        return cancelled.getAsBoolean()
                ? new TrialOutcome.Interrupted(null)
                : new TrialOutcome.Completed(result(assignment));
    }

    private void sleep() {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static EpochReport report(TrialAssignment of, int epoch, boolean teaches) {
        Map<String, Double> metrics = Map.of(
                "loss", 1.0 / epoch,
                "validationAccuracy", 0.5,
                "volumeRatio", 0.731,
                "budgetNow", 0.75,
                "samplesPerSecond", 12_345.6);
        return new EpochReport(
                of.sweep(),
                of.config().trial(),
                of.attempt(),
                epoch == 1 ? Phase.PRETRAIN : Phase.PRUNE,
                epoch,
                new TreeMap<>(metrics),
                hash(31L * of.config().index() + epoch),
                teaches ? of.teacherKey() : null,
                null);
    }

    /** Nearly every trial has an accuracy of its own. */
    private static TrialResult result(TrialAssignment of) {
        double budget = of.config().budget();
        long volume = (long) (0.95 * budget * DENSE);
        double ratio = (double) volume / DENSE;
        double luck = Math.floorMod(of.config().index() * 0x9E3779B9L, 1_000_003L) / 1e8;
        double accuracy = 0.9 + 0.02 * Math.log(budget) + luck;
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
                Map.of("stem", 4, "stage1", 16, "stage2", 30, "stage3", 61));
        String model = hash(of.config().index());
        return new TrialResult(
                of.sweep(), of.config().trial(), of.attempt(), measurement, model, model, null, 0, 111, 1, null, null);
    }

    private static String hash(long of) {
        return String.format("%064x", of);
    }
}
