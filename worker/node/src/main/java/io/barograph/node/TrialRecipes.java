package io.barograph.node;

import io.barograph.api.AugmentationSpec;
import io.barograph.api.DatasetSpec;
import io.barograph.api.NetworkSpec;
import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialAssignment;
import io.barograph.bar.data.Augmentation;
import io.barograph.bar.data.DatasetKind;
import io.barograph.bar.data.DatasetRequest;
import io.barograph.bar.engine.Precision;
import io.barograph.bar.train.NetworkRecipe;
import io.barograph.bar.train.TrialRecipe;
import java.nio.file.Path;

/** Turns what the scheduler asks into the terms of the BAR library. */
final class TrialRecipes {
    private TrialRecipes() {}

    static TrialRecipe of(TrialAssignment assignment) {
        TrainingSpec training = assignment.config().training();
        AugmentationSpec augmentation = assignment.dataset().augmentation();
        return new TrialRecipe(
                network(assignment.network()),
                assignment.config().budget(),
                assignment.config().seed(),
                training.batchSize(),
                training.weightDecay(),
                precision(training.precision()),
                new Augmentation(augmentation.flip(), augmentation.shiftPixels()),
                new TrialRecipe.Pretrain(
                        training.pretrain().epochs(), training.pretrain().learningRate()),
                new TrialRecipe.Prune(
                        training.prune().epochs(),
                        training.prune().learningRate(),
                        training.prune().gateDistance(),
                        training.prune().sparsityWeight(),
                        training.prune().barrierMax()),
                new TrialRecipe.Rung(
                        training.rung().epochs(),
                        training.rung().gateDistance(),
                        training.rung().fineTuneShare()),
                new TrialRecipe.FineTune(
                        training.fineTune().epochs(),
                        training.fineTune().epochsPerHalving(),
                        training.fineTune().learningRate()),
                new TrialRecipe.Distillation(
                        training.distillation().temperature(),
                        training.distillation().weight()));
    }

    static Precision precision(io.barograph.api.Precision precision) {
        return switch (precision) {
            case FLOAT32 -> Precision.FLOAT32;
            case BFLOAT16 -> Precision.BFLOAT16;
        };
    }

    static DatasetRequest data(DatasetSpec dataset) {
        String path = dataset.path();
        return DatasetRequest.of(
                DatasetKind.of(dataset.name().id()).id(),
                path == null ? null : Path.of(path),
                dataset.validationFraction());
    }

    private static NetworkRecipe network(NetworkSpec network) {
        return network.fold(
                resNet -> new NetworkRecipe(NetworkRecipe.Kind.RESNET, resNet.depth(), resNet.width()),
                wide -> new NetworkRecipe(NetworkRecipe.Kind.WIDE_RESNET, wide.depth(), wide.widthFactor()),
                plain -> new NetworkRecipe(NetworkRecipe.Kind.PLAIN_CNN, 0, plain.width()));
    }
}
