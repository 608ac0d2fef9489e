package io.barograph.api.report;

import io.barograph.api.Latency;
import io.barograph.api.ModelInterface;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a user should know of one trained network, in Markdown: what it is, how it was made, how good, how to load it. */
public final class ModelCard {
    private final SweepSpec spec;
    private final SweepReport report;
    private final TrialReport trial;
    private final ModelInterface inputs;
    private final List<String> lines = new ArrayList<>();

    private ModelCard(SweepSpec spec, SweepReport report, TrialReport trial, ModelInterface inputs) {
        this.spec = spec;
        this.report = report;
        this.trial = trial;
        this.inputs = inputs;
    }

    /** The card of a trial, or null if it has left no ONNX file. */
    public static @Nullable String of(SweepSpec spec, SweepReport report, TrialReport trial) {
        ModelInterface inputs = trial.inputs();
        return trial.onnx() == null || inputs == null ? null : new ModelCard(spec, report, trial, inputs).text();
    }

    private String text() {
        add("# " + report.sweep() + ", " + trial.trial());
        add("");
        add(String.format(
                Locale.ROOT,
                "%s for images of %d×%d×%d, pruned by Budget-Aware Regularization to %s of the dense network's volume"
                        + " (asked: %s, %s).",
                network(),
                inputs.channels(),
                inputs.height(),
                inputs.width(),
                percent(trial.volumeRatio()),
                percent(trial.budget()),
                Objects.requireNonNull(trial.status())));
        add("");
        results();
        making();
        loading();
        return String.join("\n", lines) + "\n";
    }

    private void results() {
        add("## What it does");
        add("");
        add(
                "Measured on the ONNX file, read afresh, in ONNX Runtime on the machine that trained it; times are the median and"
                        + " the quartiles of many runs.");
        add("");
        add("| | |");
        add("|---|---|");
        row("Test accuracy", percent(trial.testAccuracy()));
        row("Validation accuracy", percent(trial.validationAccuracy()));
        spread();
        row("Volume", trial.volumePixels() + " of " + report.denseVolumePixels() + " maps·pixels");
        row("Parameters", String.valueOf(trial.parameters()));
        row("Multiply-accumulates an image", String.valueOf(trial.macs()));
        row("File", trial.fileBytes() + " bytes, SHA-256 `" + trial.onnxHash() + "`");
        if (trial.latency() != null) {
            row("ONNX Runtime, 1 image", millis(trial.latency().onnxBatch1()));
            row("ONNX Runtime, 64 images", millis(trial.latency().onnxBatch64()));
            row("DeepLearning4J, 1 image", millis(trial.latency().dl4jBatch1()));
            row("DeepLearning4J, 64 images", millis(trial.latency().dl4jBatch64()));
        }
        add("");
    }

    /** The same configuration with other seeds, if the sweep has any. */
    private void spread() {
        double[] accuracies = report.trials().stream()
                .filter(other ->
                        other.budget() == trial.budget() && other.search().equals(trial.search()))
                .map(TrialReport::testAccuracy)
                .filter(Objects::nonNull)
                .mapToDouble(accuracy -> accuracy)
                .toArray();
        if (accuracies.length < 2) {
            row("Spread over seeds", "not known, one seed");
            return;
        }
        double mean = 0;
        for (double accuracy : accuracies) {
            mean += accuracy / accuracies.length;
        }
        double squares = 0;
        for (double accuracy : accuracies) {
            squares += (accuracy - mean) * (accuracy - mean);
        }
        double deviation = Math.sqrt(squares / (accuracies.length - 1));
        row(
                "Test accuracy over " + accuracies.length + " seeds",
                String.format(Locale.ROOT, "%s, standard deviation %.2f points", percent(mean), 100 * deviation));
    }

    private void making() {
        add("## How it was made");
        add("");
        add("Data: `" + spec.dataset().name() + "`, seed " + trial.seed() + ". Searched values: "
                + (trial.search().isEmpty() ? "none" : "`" + trial.search() + "`")
                + ". The file's metadata (keys `barograph.…`) name sweep, trial, configuration, data and volume; everything"
                + " else is in the sweep's spec.");
        add("");
        add("Selection was by validation accuracy; the test images were used once, at the end.");
        add("");
    }

    private void loading() {
        ModelSnippets snippets = new ModelSnippets(inputs);
        add("## How to use it");
        add("");
        add("Input `image`: float32 [batch, " + inputs.channels() + ", " + inputs.height() + ", " + inputs.width()
                + "], every value of 0 to 255 as (value / 255 − mean) / deviation. Output `logits`: float32 [batch, "
                + inputs.classes().size() + "], the largest names the class. Each program takes the model and an image"
                + " file of this size.");
        code("Java, with `com.microsoft.onnxruntime:onnxruntime`", "java", snippets.java());
        code("Kotlin, with the same library", "kotlin", snippets.kotlin());
        code("Python, with OpenCV (`python3-opencv`)", "python", snippets.python());
    }

    private void code(String title, String language, String program) {
        add("");
        add(title + ":");
        add("");
        add("```" + language);
        add(program.stripTrailing());
        add("```");
    }

    private String network() {
        return spec.network()
                .fold(
                        resnet -> "ResNet-" + resnet.depth() + " of width " + resnet.width(),
                        wide -> "WRN-" + wide.depth() + "-" + wide.widthFactor(),
                        plain -> "A plain network of width " + plain.width());
    }

    private void row(String name, String value) {
        add("| " + name + " | " + value + " |");
    }

    private void add(String line) {
        lines.add(line);
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String millis(Latency latency) {
        return String.format(
                Locale.ROOT,
                "%.2f ms (%.2f to %.2f)",
                latency.medianMillis(),
                latency.lowMillis(),
                latency.highMillis());
    }
}
