package io.barograph.bench.chaos;

import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.TrialAssignment;
import io.barograph.artifacts.ArtifactException;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.node.TrialException;
import io.barograph.node.TrialListener;
import io.barograph.node.TrialOutcome;
import io.barograph.node.TrialTrainer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains nothing, in the time and with the files of a trainer. What it stores depends on the trial and on every checkpoint
 * before, and it forgets checkpoints as the real trainer does.
 *
 * @param journal where it says what was confirmed to it
 */
record StandInTrainer(ArtifactStore artifacts, Journal journal, long epochMillis) implements TrialTrainer {
    private static final long ROOM_BYTES = 1 << 18;

    @Override
    public TrialOutcome train(TrialAssignment assignment, TrialListener listener, BooleanSupplier cancelled) {
        try {
            return new Run(this, assignment, listener).train(cancelled);
        } catch (ArtifactException e) {
            boolean full = e.problem() == ArtifactException.Problem.FULL;
            if (!full) {
                journal.broken(assignment, String.valueOf(e.getMessage()));
            }
            throw new TrialException(
                    full ? FailureCode.STORAGE_FULL : FailureCode.ARTIFACT_UNAVAILABLE,
                    String.valueOf(e.getMessage()),
                    e);
        }
    }

    @Override
    public @Nullable String storageProblem() {
        try {
            artifacts.requireRoom(ROOM_BYTES);
            return null;
        } catch (ArtifactException e) {
            return e.getMessage();
        }
    }

    /** One attempt. */
    private static final class Run {
        private final StandInTrainer trainer;
        private final TrialAssignment assignment;
        private final TrialListener listener;
        private final String trial;
        private final @Nullable Chain rung;
        private final Queue<String> stored = new ConcurrentLinkedQueue<>();

        private Run(StandInTrainer trainer, TrialAssignment assignment, TrialListener listener) {
            this.trainer = trainer;
            this.assignment = assignment;
            this.listener = listener;
            this.trial = StandIn.name(assignment.sweep(), assignment.config().trial());
            this.rung = read(assignment.rung());
        }

        private TrialOutcome train(BooleanSupplier cancelled) {
            Chain state = StandIn.start(
                    trial, assignment.teacherKey(), read(assignment.teacher()), rung, read(assignment.checkpoint()));
            while (state.epoch() < StandIn.EPOCHS) {
                sleep();
                if (cancelled.getAsBoolean()) {
                    return new TrialOutcome.Interrupted(null);
                }
                Chain done = state.next();
                report(done);
                state = StandIn.after(trial, done, rung);
            }
            put(state, Chain.Kind.MODEL);
            put(state, Chain.Kind.ONNX);
            return new TrialOutcome.Completed(StandIn.result(
                    assignment.sweep(),
                    assignment.config().trial(),
                    assignment.attempt(),
                    assignment.config().budget(),
                    state));
        }

        private void report(Chain done) {
            boolean trained = !done.pruning() && done.epoch() == StandIn.PRETRAIN_EPOCHS;
            boolean pruned = done.pruning() && done.epoch() == StandIn.PRUNE_EPOCHS && assignment.leavesRung();
            String checkpoint = put(done, Chain.Kind.CHECKPOINT);
            forgetOldCheckpoints();
            EpochReport report = new EpochReport(
                    assignment.sweep(),
                    assignment.config().trial(),
                    assignment.attempt(),
                    StandIn.phase(done.epoch()),
                    done.epoch(),
                    new TreeMap<>(Map.of("loss", 1.0 / done.epoch())),
                    checkpoint,
                    trained ? put(done, Chain.Kind.TEACHER) : null,
                    pruned ? put(done, Chain.Kind.RUNG) : null);
            listener.onEpoch(report, () -> {
                stored.add(checkpoint);
                trainer.journal.stored(report);
            });
        }

        private void forgetOldCheckpoints() {
            while (stored.size() > 1) {
                trainer.artifacts.delete(stored.remove());
            }
        }

        private String put(Chain chain, Chain.Kind kind) {
            byte[] content = chain.content(kind, kind == Chain.Kind.TEACHER ? assignment.teacherKey() : trial);
            return trainer.artifacts.put(new ByteArrayInputStream(content), kind.name());
        }

        private @Nullable Chain read(@Nullable String hash) {
            if (hash == null) {
                return null;
            }
            try {
                return Chain.read(Files.readString(trainer.artifacts.get(hash), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new TrialException(FailureCode.ARTIFACT_UNAVAILABLE, "cannot read " + hash, e);
            }
        }

        private void sleep() {
            try {
                Thread.sleep(trainer.epochMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
