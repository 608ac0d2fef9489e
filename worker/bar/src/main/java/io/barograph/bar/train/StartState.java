package io.barograph.bar.train;

import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.engine.TrainingMachine;
import io.barograph.bar.train.UnusableStartException.Part;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a trial goes on from, read and found to be its own.
 *
 * @param dense the dense network, if another trial has trained it
 * @param checkpoint where an earlier attempt stopped
 * @param pruneFrom the same, or the rung given to a trial that has not begun to prune
 */
record StartState(@Nullable ComputationGraph dense, @Nullable Checkpoint checkpoint, @Nullable Checkpoint pruneFrom) {
    private static final Logger LOG = LoggerFactory.getLogger(StartState.class);

    /**
     * Reads the files of a start; warns if the checkpoint is of a machine that computes otherwise.
     *
     * @param fresh the dense network as the trial would begin it
     * @throws UnusableStartException if one of them is damaged, of a newer version or another trial's
     */
    static StartState read(TrialStart start, CheckpointOrigin own, ComputationGraph fresh) {
        ComputationGraph dense = start.dense() == null ? null : dense(start.dense(), fresh);
        Checkpoint checkpoint = null;
        if (start.checkpoint() != null) {
            CheckpointFile file = file(Part.CHECKPOINT, start.checkpoint(), own::foreign);
            warnIfElsewhere(file.origin(), own.machine());
            checkpoint = file.checkpoint();
        }
        boolean prunes = checkpoint != null && checkpoint.phase() != Phase.PRETRAIN;
        Checkpoint from = prunes || start.rung() == null ? checkpoint : rung(start.rung(), own);
        return new StartState(dense, checkpoint, from);
    }

    /** Whether the trial goes on from a looser one. */
    boolean onRung() {
        return pruneFrom != null && PrunePosition.epochsBefore(pruneFrom) > 0;
    }

    private static Checkpoint rung(Path rung, CheckpointOrigin own) {
        Checkpoint snapshot = file(Part.RUNG, rung, own::foreignRung).checkpoint();
        if (snapshot.phase() != Phase.PRUNE || PrunePosition.epochsBefore(snapshot) == 0) {
            throw new UnusableStartException(Part.RUNG, rung + " is no snapshot of a prune phase's end", null);
        }
        return snapshot;
    }

    private static CheckpointFile file(Part part, Path path, Function<CheckpointOrigin, @Nullable String> foreign) {
        CheckpointFile file;
        try {
            file = CheckpointFile.read(path);
        } catch (RuntimeException e) {
            throw new UnusableStartException(part, e.getMessage(), e);
        }
        String reason = file.origin() == null ? null : foreign.apply(file.origin());
        if (reason != null) {
            throw new UnusableStartException(part, "cannot go on from " + path + ": " + reason, null);
        }
        return file;
    }

    private static void warnIfElsewhere(@Nullable CheckpointOrigin made, TrainingMachine here) {
        if (made != null && !made.machine().equals(here)) {
            LOG.warn(
                    "going on from a checkpoint of {} on {}: the trial will end within the spread of repeated runs,"
                            + " not bit-equal to one that was never moved",
                    made.machine().described(),
                    here.described());
        }
    }

    private static ComputationGraph dense(Path file, ComputationGraph fresh) {
        ComputationGraph dense;
        try {
            dense = ModelFiles.read(file);
        } catch (RuntimeException e) {
            throw new UnusableStartException(Part.DENSE, e.getMessage(), e);
        }
        ParameterSet parameters = ParameterSet.of(dense);
        if (!sameShape(parameters, ParameterSet.of(fresh))) {
            throw new UnusableStartException(Part.DENSE, file + " is not the dense network of this trial", null);
        }
        for (float value : parameters.values()) {
            if (!Float.isFinite(value)) {
                throw new UnusableStartException(Part.DENSE, file + " holds a parameter that is " + value, null);
            }
        }
        return dense;
    }

    private static boolean sameShape(ParameterSet one, ParameterSet other) {
        Iterator<ParameterSet.Entry> others = other.entries().iterator();
        for (ParameterSet.Entry entry : one.entries()) {
            if (!others.hasNext()) {
                return false;
            }
            ParameterSet.Entry expected = others.next();
            if (!entry.key().equals(expected.key()) || entry.length() != expected.length()) {
                return false;
            }
        }
        return !others.hasNext();
    }
}
