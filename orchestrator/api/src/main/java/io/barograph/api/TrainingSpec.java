package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * How every trial trains, all phases. Trials may override single values by key, see {@link #withParameters}.
 *
 * @param batchSize images in a step, 1 to 4096
 * @param weightDecay decoupled decay of convolution and dense weights, 0 to 1
 * @param precision of activations in every phase
 */
public record TrainingSpec(
        int batchSize,
        double weightDecay,
        Precision precision,
        PretrainSpec pretrain,
        PruneSpec prune,
        RungSpec rung,
        FineTuneSpec fineTune,
        DistillationSpec distillation) {
    public static final TrainingSpec DEFAULT = new TrainingSpec(
            64,
            0.02,
            Precision.FLOAT32,
            PretrainSpec.DEFAULT,
            PruneSpec.DEFAULT,
            RungSpec.DEFAULT,
            FineTuneSpec.DEFAULT,
            DistillationSpec.DEFAULT);

    public TrainingSpec {
        Checks.require(batchSize >= 1 && batchSize <= 4096, batchSize, "training.batchSize", batchSize, "be 1 to 4096");
        Checks.fraction("training.weightDecay", weightDecay);
    }

    /** Reads stored trainings too that were written before there were rungs or a choice of precision: they get the default. */
    @JsonCreator
    static TrainingSpec read(
            @JsonProperty("batchSize") int batchSize,
            @JsonProperty("weightDecay") double weightDecay,
            @JsonProperty("precision") @Nullable Precision precision,
            @JsonProperty("pretrain") PretrainSpec pretrain,
            @JsonProperty("prune") PruneSpec prune,
            @JsonProperty("rung") @Nullable RungSpec rung,
            @JsonProperty("fineTune") FineTuneSpec fineTune,
            @JsonProperty("distillation") DistillationSpec distillation) {
        return new TrainingSpec(
                batchSize,
                weightDecay,
                precision == null ? Precision.FLOAT32 : precision,
                pretrain,
                prune,
                rung == null ? RungSpec.DEFAULT : rung,
                fineTune,
                distillation);
    }

    /** Keys that {@link #withParameters} accepts, sorted: {@code batchSize}, {@code prune.learningRate}, ... */
    public static SortedSet<String> keys() {
        return TrainingKeys.ALL;
    }

    /**
     * This training with some values replaced.
     *
     * @param parameters values by key as in {@link #keys()}; whole-number keys take the nearest whole number
     * @throws IllegalArgumentException if a key is unknown or a value out of its range
     */
    public TrainingSpec withParameters(Map<String, ?> parameters) {
        return TrainingKeys.apply(this, parameters);
    }

    static void requireKey(String key) {
        Checks.require(TrainingKeys.ALL.contains(key), key, "parameter", key, "be one of " + TrainingKeys.ALL);
    }
}
