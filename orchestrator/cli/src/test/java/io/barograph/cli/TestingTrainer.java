package io.barograph.cli;

import io.barograph.api.BudgetStatus;
import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.Measurement;
import io.barograph.api.Phase;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialResult;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.node.TrialException;
import io.barograph.node.TrialListener;
import io.barograph.node.TrialOutcome;
import io.barograph.node.TrialTrainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains nothing, in the time and with the files of a trainer: every epoch takes a moment and leaves a real checkpoint,
 * and the result depends on the trial alone. A journal tells what it was asked to do. A seed of 13 fails.
 */
record TestingTrainer(ArtifactStore artifacts, Path work, Path journal, long epochMillis) implements TrialTrainer {
    private static final int EPOCHS = 6;
    private static final int PRUNED = 4;
    private static final long DENSE = 1 << 20;
    private static final long UNLUCKY = 13;

    @Override
    public TrialOutcome train(TrialAssignment assignment, TrialListener listener, BooleanSupplier cancelled) {
        note("started", assignment);
        if (assignment.config().seed() == UNLUCKY) {
            throw new TrialException(FailureCode.INFEASIBLE, "seed 13 is unlucky", null);
        }
        for (int epoch = epochsDone(assignment.checkpoint()) + 1; epoch <= EPOCHS; epoch++) {
            sleep();
            if (cancelled.getAsBoolean()) {
                note("left", assignment);
                return new TrialOutcome.Interrupted(null);
            }
            String checkpoint = store(assignment.config().trial() + " " + epoch);
            String teacher = epoch == 1 ? store("teacher " + assignment.teacherKey()) : null;
            String rung = epoch == PRUNED && assignment.leavesRung()
                    ? store("rung of " + assignment.config().trial())
                    : null;
            listener.onEpoch(epoch(assignment, epoch, checkpoint, teacher, rung), () -> {});
        }
        note("finished", assignment);
        return new TrialOutcome.Completed(result(assignment));
    }

    private static EpochReport epoch(
            TrialAssignment of, int epoch, String checkpoint, @Nullable String teacher, @Nullable String rung) {
        Map<String, Double> metrics = Map.of("loss", 1.0 / epoch, "validationAccuracy", 0.1 * epoch);
        return new EpochReport(
                of.sweep(),
                of.config().trial(),
                of.attempt(),
                epoch == 1 ? Phase.PRETRAIN : Phase.PRUNE,
                epoch,
                new TreeMap<>(metrics),
                checkpoint,
                teacher,
                rung);
    }

    private TrialResult result(TrialAssignment of) {
        double budget = of.config().budget();
        long volume = (long) (0.95 * budget * DENSE);
        double ratio = (double) volume / DENSE;
        double accuracy = 0.9 + 0.02 * Math.log(budget) + 0.001 * of.config().seed();
        String modelText = "model of " + of.config().trial();
        String onnxText = "ONNX file of " + of.config().trial();
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
                onnxText.length(),
                modelText.length(),
                null,
                Map.of("stem", 4));
        String model = store(modelText);
        String onnx = store(onnxText);
        return new TrialResult(
                of.sweep(), of.config().trial(), of.attempt(), measurement, model, onnx, null, 0, 100, 1, null, null);
    }

    private int epochsDone(@Nullable String checkpoint) {
        if (checkpoint == null) {
            return 0;
        }
        try {
            return Integer.parseInt(Files.readString(artifacts.get(checkpoint)).split(" ")[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String store(String content) {
        try {
            Files.createDirectories(work);
            return artifacts.put(Files.writeString(work.resolve("file"), content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void note(String what, TrialAssignment assignment) {
        String line = what + " " + assignment.config().trial() + " " + assignment.attempt() + "\n";
        try {
            Files.writeString(journal, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sleep() {
        try {
            Thread.sleep(epochMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
