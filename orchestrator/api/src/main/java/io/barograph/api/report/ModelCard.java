package io.barograph.api.report;

import io.barograph.api.ModelInterface;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialReport;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a user should know of one trained network, in Markdown: what it is, how it was made, how good, how to load it. */
public final class ModelCard {
    private final SweepSpec spec;
    private final SweepReport report;
    private final TrialReport trial;
    private final ModelInterface inputs;
    private final Markdown page = new Markdown();

    private ModelCard(SweepSpec spec, SweepReport report, TrialReport trial, ModelInterface inputs) {
        this.spec = spec;
        this.report = report;
        this.trial = trial;
        this.inputs = inputs;
    }

    /**
     * The card of a trial, or null if it has left no ONNX file.
     *
     * @param metadata what the ONNX file says of itself
     * @param version of the Barograph that writes the card, or null if it is not known
     */
    public static @Nullable String of(
            SweepSpec spec,
            SweepReport report,
            TrialReport trial,
            Map<String, String> metadata,
            @Nullable String version) {
        ModelInterface inputs = trial.inputs();
        return trial.onnx() == null || trial.volumeRatio() == null || inputs == null
                ? null
                : new ModelCard(spec, report, trial, inputs).text(metadata, version);
    }

    private String text(Map<String, String> metadata, @Nullable String version) {
        page.heading(1, Markdown.plain(report.sweep()) + ", " + Markdown.plain(trial.trial()));
        page.paragraph(summary());
        page.paragraph(inputs.classes().size() + " classes: "
                + inputs.classes().stream().map(Markdown::plain).collect(Collectors.joining(", ")) + ".");
        if (trial.note() != null) {
            page.paragraph("Note: " + Markdown.plain(trial.note()) + ".");
        }
        ModelFigures.write(page, report, trial);
        ModelMaking.write(page, spec, trial, metadata, version);
        loading();
        return page.text();
    }

    private String summary() {
        String network = spec.network()
                .fold(
                        resnet -> "ResNet-" + resnet.depth() + " of width " + resnet.width(),
                        wide -> "WRN-" + wide.depth() + "-" + wide.widthFactor(),
                        plain -> "Plain network of width " + plain.width());
        String how = trial.budget() >= 1
                ? "the dense network itself, not pruned"
                : "pruned by Budget-Aware Regularization to " + ModelFigures.percent(trial.volumeRatio())
                        + " of the dense network's volume";
        return network + ", " + how + ". It tells the class of an image, " + new ModelSnippets(inputs).kind() + ".";
    }

    private void loading() {
        ModelSnippets programs = new ModelSnippets(inputs);
        page.heading(2, "How to use it");
        page.paragraph("Input `image`: float32 [batch, " + inputs.channels() + ", " + inputs.height() + ", "
                + inputs.width() + "], every value of 0 to 255 as (value / 255 − mean) / deviation. Output `logits`:"
                + " float32 [batch, " + inputs.classes().size() + "]; the largest names the class.");
        page.paragraph("Each of these programs takes the model and image files, " + programs.kind()
                + ", and prints one class an image.");
        page.paragraph("Java, with `com.microsoft.onnxruntime:onnxruntime`, as `Classify.java`:");
        page.code("java", programs.java());
        page.paragraph("Kotlin, with the same library, as `Classify.kt`:");
        page.code("kotlin", programs.kotlin());
        page.paragraph("Python, with OpenCV (Debian: `python3-opencv`), as `classify.py`:");
        page.code("python", programs.python());
    }
}
