package io.barograph.api.report;

import io.barograph.api.Latencies;
import io.barograph.api.Latency;
import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of a model card that says what was measured: accuracy, size and time. */
final class ModelFigures {
    private static final double ROUNDING = 1e-6;

    private final Markdown page;
    private final SweepReport report;
    private final TrialReport trial;

    private ModelFigures(Markdown page, SweepReport report, TrialReport trial) {
        this.page = page;
        this.report = report;
        this.trial = trial;
    }

    /** Writes it for a completed trial. */
    static void write(Markdown page, SweepReport report, TrialReport trial) {
        ModelFigures figures = new ModelFigures(page, report, trial);
        figures.accuracy();
        figures.size();
        figures.latency();
    }

    private void accuracy() {
        page.heading(2, "How good it is");
        page.table();
        page.row("Test accuracy", percent(trial.testAccuracy()));
        page.row("Validation accuracy", percent(trial.validationAccuracy()));
        SeedSpread spread = SeedSpread.of(report, trial);
        page.row(
                "Test accuracy over seeds",
                spread.seeds() < 2
                        ? "not known: this is the only seed"
                        : String.format(
                                Locale.ROOT,
                                "%s on average of %d seeds, standard deviation %.2f points",
                                percent(spread.mean()),
                                spread.seeds(),
                                100 * spread.deviation()));
        page.row("On the sweep's front", trial.onFront() ? "yes" : "no");
        page.end();
        page.paragraph("Selection was by validation accuracy; the test images were used once, at the end. All of it was"
                + " measured on the ONNX file, read afresh, in ONNX Runtime.");
        page.paragraph("What it is not measured for: everything but the test images of this one data set. Other images"
                + " may differ, and it names one of its classes for any image, also for one that shows none of them.");
    }

    private void size() {
        page.heading(2, "How large it is");
        page.table();
        long dense = Objects.requireNonNull(report.denseVolumePixels());
        page.row(
                "Budget",
                percent(trial.budget()) + " of the dense volume, that is at most "
                        + (long) Math.floor(trial.budget() * dense + ROUNDING) + " maps·pixels");
        page.row(
                "Volume",
                percent(trial.volumeRatio()) + ", " + trial.volumePixels() + " of " + dense + " maps·pixels: "
                        + trial.status());
        page.row("Parameters", String.valueOf(trial.parameters()));
        page.row("Multiply-accumulates an image", String.valueOf(trial.macs()));
        file("ONNX file", trial.onnx(), trial.fileBytes(), trial.onnxHash());
        file("DeepLearning4J file", trial.model(), trial.modelFileBytes(), trial.modelHash());
        page.end();
    }

    private void file(String what, @Nullable String path, @Nullable Long bytes, @Nullable String hash) {
        if (path != null) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            page.row(what, Markdown.plain(name) + ", " + bytes + " bytes, SHA-256 `" + hash + "`");
        }
    }

    private void latency() {
        Latencies latency = trial.latency();
        if (latency == null) {
            return;
        }
        page.heading(2, "How long it takes");
        page.table();
        page.row("ONNX Runtime, 1 image", millis(latency.onnxBatch1()));
        page.row("ONNX Runtime, 64 images", millis(latency.onnxBatch64()));
        page.row("DeepLearning4J, 1 image", millis(latency.dl4jBatch1()));
        page.row("DeepLearning4J, 64 images", millis(latency.dl4jBatch64()));
        page.end();
        page.paragraph("Median and quartiles of many runs on the worker that trained it, with that worker's number of"
                + " threads. Other machines take other times.");
    }

    /** A share of 1 as percent. */
    static String percent(@Nullable Double share) {
        return share == null ? "not known" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String millis(Latency latency) {
        return String.format(
                Locale.ROOT,
                "%.3f ms (%.3f to %.3f)",
                latency.medianMillis(),
                latency.lowMillis(),
                latency.highMillis());
    }
}
