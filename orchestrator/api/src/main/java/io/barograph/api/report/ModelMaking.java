package io.barograph.api.report;

import io.barograph.api.AugmentationSpec;
import io.barograph.api.DatasetSpec;
import io.barograph.api.DistillationSpec;
import io.barograph.api.Strategy;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialReport;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of a model card that says how the model was made. */
final class ModelMaking {
    private final SweepSpec spec;
    private final TrialReport trial;
    private final TrainingSpec training;

    private ModelMaking(SweepSpec spec, TrialReport trial) {
        this.spec = spec;
        this.trial = trial;
        this.training = spec.training().withParameters(trial.search());
    }

    /**
     * Writes it.
     *
     * @param metadata what the ONNX file says of itself
     */
    static void write(
            Markdown page, SweepSpec spec, TrialReport trial, Map<String, String> metadata, @Nullable String version) {
        ModelMaking making = new ModelMaking(spec, trial);
        page.heading(2, "How it was made");
        page.table();
        page.row("Sweep", Markdown.plain(spec.name()) + ", trial " + Markdown.plain(trial.trial()));
        page.row("Data", making.data());
        hash(page, "Data, SHA-256 of its content", metadata.get("barograph.dataset.hash"));
        page.row("Seed", Long.toString(trial.seed()));
        page.row("Searched values", making.searched());
        page.row("Batch", making.training.batchSize() + " images");
        page.row("Augmentation", making.augmentation());
        page.row("Weight decay", String.valueOf(making.training.weightDecay()));
        page.row("Precision", making.training.precision().name().toLowerCase(Locale.ROOT));
        making.phases(page);
        page.row("Training time", trial.seconds() == null ? "not known" : decimal("%.0f s", trial.seconds()));
        hash(page, "Configuration", metadata.get("barograph.configuration"));
        page.row("Card written by", version == null ? "a development build of Barograph" : "Barograph " + version);
        page.end();
        page.paragraph("The ONNX file's metadata, keys `barograph.…`, say the same of it; everything else is in the"
                + " sweep's spec.");
    }

    private static void hash(Markdown page, String what, @Nullable String hash) {
        page.row(what, hash == null ? "not known" : "`" + Markdown.plain(hash) + "`");
    }

    private String data() {
        DatasetSpec data = spec.dataset();
        return Markdown.plain(data.name().id()) + ", "
                + decimal("%.4g %%", 100 * data.validationFraction())
                + " of the training images for validation unless the set brings its own";
    }

    private String searched() {
        return trial.search().isEmpty()
                ? "none"
                : trial.search().entrySet().stream()
                        .map(entry -> Markdown.plain(entry.getKey() + " = " + entry.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private String augmentation() {
        AugmentationSpec augmentation = spec.dataset().augmentation();
        return (augmentation.flip() ? "flips, " : "no flips, ")
                + (augmentation.shiftPixels() == 0
                        ? "no shifts"
                        : "shifts by up to " + augmentation.shiftPixels() + " pixels");
    }

    private void phases(Markdown page) {
        page.row(
                "Pretraining",
                epochs(training.pretrain().epochs()) + ", learning rate "
                        + training.pretrain().learningRate());
        if (trial.budget() >= 1) {
            return;
        }
        page.row(
                "Pruning",
                epochs(training.prune().epochs()) + ", learning rate "
                        + training.prune().learningRate() + ladder());
        page.row(
                "Fine-tuning",
                epochs(training.fineTune().epochsAt(trial.budget())) + ", learning rate "
                        + training.fineTune().learningRate() + " falling by a cosine");
        DistillationSpec distillation = training.distillation();
        page.row(
                "Distillation from the dense network",
                "weight " + distillation.weight() + ", temperature " + distillation.temperature());
        page.row("Maps closed by force", trial.mapsClosedByForce() + " of " + trial.prunableMaps());
    }

    private String ladder() {
        return spec.search().strategy() == Strategy.LADDER
                ? "; below the loosest budget " + training.rung().epochs()
                        + " from where the next looser trial ended, and then "
                        + training.rung().fineTuneEpochs(training.fineTune().epochsAt(trial.budget()))
                        + " of fine-tuning"
                : "";
    }

    private static String epochs(int count) {
        return count + (count == 1 ? " epoch" : " epochs");
    }

    private static String decimal(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
