package io.barograph.bar.train;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a trial need not do again.
 *
 * @param dense the dense network, if another trial has trained it
 * @param rung the snapshot that the next looser trial of a ladder left at the end of its prune phase; the trial prunes on
 *     from there as {@link TrialRecipe.Rung} says
 * @param checkpoint where an earlier attempt of this trial stopped; goes before the rung once pruning has begun
 * @param teachers logits that earlier trials have computed, if they are kept
 */
public record TrialStart(
        @Nullable Path dense, @Nullable Path rung, @Nullable Path checkpoint, @Nullable TeacherCache teachers) {
    /** A trial that does everything itself. */
    public static final TrialStart FRESH = new TrialStart(null, null, null, null);

    /** A trial whose dense network is there. */
    public static TrialStart from(Path dense) {
        return new TrialStart(dense, null, null, null);
    }

    /** All but one of the files. */
    public TrialStart without(UnusableStartException.Part part) {
        return switch (part) {
            case DENSE -> new TrialStart(null, rung, checkpoint, teachers);
            case RUNG -> new TrialStart(dense, null, checkpoint, teachers);
            case CHECKPOINT -> new TrialStart(dense, rung, null, teachers);
        };
    }
}
