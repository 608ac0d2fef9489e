package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The pruning phase of a trial that goes on from the next looser one of a ladder, and how much of the fine-tuning it still
 * needs; what is not said here is as in {@link PruneSpec} and {@link FineTuneSpec}.
 *
 * @param epochs at least 1; the phase needs at least 100 steps, which depends on the data
 * @param gateDistance distance that log alpha can travel in the phase; the gates' rate is this over the steps
 * @param fineTuneShare share of {@link FineTuneSpec#epochsAt} that is enough for a network that others have trained already,
 *     above 0, at most 1
 */
public record RungSpec(int epochs, double gateDistance, double fineTuneShare) {
    public static final RungSpec DEFAULT = new RungSpec(2, 30, 0.5);

    public RungSpec {
        Checks.atLeast("training.rung.epochs", 1, epochs);
        Checks.positive("training.rung.gateDistance", gateDistance);
        Checks.positive("training.rung.fineTuneShare", fineTuneShare);
        Checks.fraction("training.rung.fineTuneShare", fineTuneShare);
    }

    /** Reads one that is stored; before there was a share, a rung took all epochs. */
    @JsonCreator
    static RungSpec stored(
            @JsonProperty("epochs") int epochs,
            @JsonProperty("gateDistance") double gateDistance,
            @JsonProperty("fineTuneShare") @Nullable Double fineTuneShare) {
        return new RungSpec(epochs, gateDistance, fineTuneShare == null ? 1 : fineTuneShare);
    }

    /** Fine-tuning epochs on a rung of so many for a trial on its own: the share, rounded, at least 1 if there are any. */
    public int fineTuneEpochs(int alone) {
        return Math.min(alone, Math.max(1, (int) Math.round(fineTuneShare * alone)));
    }
}
