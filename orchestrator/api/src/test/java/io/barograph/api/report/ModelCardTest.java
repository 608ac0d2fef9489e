package io.barograph.api.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.barograph.api.BudgetStatus;
import io.barograph.api.FrontReference;
import io.barograph.api.Measurement;
import io.barograph.api.ModelInterface;
import io.barograph.api.Samples;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepState;
import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialConfig;
import io.barograph.api.TrialReport;
import io.barograph.api.TrialResult;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelCardTest {
    private static final String ONNX_HASH = "ab".repeat(32);
    private static final String DATA_HASH = "cd".repeat(32);
    private static final ModelInterface INPUTS =
            new ModelInterface(1, 28, 28, List.of(0.28), List.of(0.35), List.of("shirt", "shoe"));

    @Test
    void saysEveryFact() {
        SweepReport report = report(INPUTS, 0.5, 0.9);
        String card = card(report);
        assertThat(card)
                .startsWith("# quickstart, t0000\n")
                .contains("ResNet-20 of width 16, pruned by Budget-Aware Regularization to 48.00 %")
                .contains("class of an image, 28 pixels wide, 28 high, 8-bit grey")
                .contains("2 classes: shirt, shoe.")
                .contains("Note: closed more.")
                .contains("| Test accuracy | 89.00 % |")
                .contains("| Validation accuracy | 90.00 % |")
                .contains("| On the sweep's front | yes |")
                .contains("not measured for: everything but the test images of this one data set")
                .contains("| Budget | 50.00 % of the dense volume, that is at most 500 maps·pixels |")
                .contains("| Volume | 48.00 %, 480 of 1000 maps·pixels: MET |")
                .contains("| Parameters | 270000 |", "| Multiply-accumulates an image | 41000000 |")
                .contains("| ONNX file | t0000.onnx, 900000 bytes, SHA-256 `" + ONNX_HASH + "` |")
                .contains("| DeepLearning4J file | t0000.zip, 1100000 bytes, SHA-256 `" + Samples.HASH + "` |")
                .contains("| ONNX Runtime, 1 image | 1.000 ms (0.900 to 1.200) |")
                .contains("| ONNX Runtime, 64 images | 20.000 ms", "| DeepLearning4J, 1 image | 5.000 ms")
                .contains("| DeepLearning4J, 64 images | 90.000 ms")
                .contains("that worker's number of threads")
                .contains("| Data | fashion-mnist-sample, 10.00 %", "`" + DATA_HASH + "`")
                .contains("| Seed | 1 |", "| Searched values | prune.learningRate = 0.007 |")
                .contains("| Pretraining | 10 epochs", "| Pruning | 5 epochs, learning rate 0.007 |")
                .contains("| Fine-tuning | 4 epochs", "weight 0.9, temperature 4.0", "| Batch | 64 images |")
                .contains("| Card written by | Barograph 1.2.3 |")
                .contains("```java\n", "```kotlin\n", "```python\n");
    }

    @Test
    void saysOfTheDenseNetworkThatItIsNotPruned() {
        assertThat(card(report(INPUTS, 1, 0.9)))
                .contains("the dense network itself, not pruned")
                .doesNotContain("| Pruning |")
                .doesNotContain("| Distillation");
    }

    @Test
    void saysWhatIsNotKnown() {
        SweepReport report = report(INPUTS, 0.5, 0.9);
        String card = Objects.requireNonNull(
                ModelCard.of(Samples.spec(), report, report.trials().get(0), Map.of(), null));
        assertThat(card)
                .contains("| Data, SHA-256 of its content | not known |")
                .contains("| Card written by | a development build of Barograph |")
                .contains("| Test accuracy over seeds | not known: this is the only seed |");
    }

    @Test
    void tellsTheSpreadOverSeedsOfTheSameConfigurationAlone() {
        SweepReport report = report(INPUTS, 0.5, 0.90, 0.92, 0.97);
        assertThat(card(report))
                .contains("92.00 % on average of 3 seeds, standard deviation 3.61 points")
                .doesNotContain("the only seed");
        SeedSpread spread = SeedSpread.of(report, report.trials().get(0));
        assertThat(spread.deviation()).isCloseTo(Math.sqrt(0.0013), within(1e-12));
        TrialReport other = report(INPUTS, 0.25, 0.5).trials().get(0);
        assertThat(SeedSpread.of(report, other).seeds()).isZero();
    }

    @Test
    void namesOfUsersHaveNoMeaningInMarkdown() {
        List<String> names = List.of("a|b", "`code`", "two\nlines", "<script>&", "[x](y)", "*_~$x$", "c\\d", "```");
        String card = card(report(classes(names), 0.5, 0.9));
        assertThat(card)
                .contains("8 classes: a\\|b, \\`code\\`, two lines, &lt;script&gt;&amp;, \\[x\\](y), \\*\\_\\~\\$x\\$,"
                        + " c\\\\d, \\`\\`\\`.");
        assertThat(card.lines().filter(line -> line.startsWith("```"))).hasSize(6);
    }

    @Test
    void literalsAreTheSameInAllThreeLanguages() {
        assertThat(ModelSnippets.quoted("a\"b\\c$d\n\r\t\u2028é"))
                .isEqualTo("\"a\\\"b\\\\c\\u0024d\\n\\r\\u0009\\u2028é\"");
    }

    @Test
    void twoHundredClassesStayReadable() {
        List<String> names = IntStream.range(0, 200).mapToObj(i -> "class " + i).toList();
        String card = card(report(classes(names), 0.5, 0.9));
        assertThat(card).contains("200 classes: class 0, class 1,", ", class 199.", "float32 [batch, 200]");
        assertThat(card.split("\"class 199\"", -1)).hasSize(4);
        assertThat(Arrays.stream(card.split("```", -1))
                        .filter(part -> part.startsWith("java") || part.startsWith("kotlin"))
                        .flatMap(String::lines))
                .allMatch(line -> line.length() <= 110);
    }

    private static ModelInterface classes(List<String> names) {
        return new ModelInterface(1, 28, 28, List.of(0.28), List.of(0.35), names);
    }

    private static String card(SweepReport report) {
        Map<String, String> metadata = Map.of("barograph.dataset.hash", DATA_HASH);
        return Objects.requireNonNull(
                ModelCard.of(Samples.spec(), report, report.trials().get(0), metadata, "1.2.3"));
    }

    /** One budget, one trial for each of the accuracies, with seeds from 1. */
    private static SweepReport report(ModelInterface inputs, double budget, double... accuracies) {
        List<TrialReport> trials = IntStream.range(0, accuracies.length)
                .mapToObj(i -> trial(i, inputs, budget, accuracies[i]))
                .toList();
        return SweepReport.of(
                "quickstart", SweepState.COMPLETED, Instant.EPOCH, FrontReference.ofClasses(10), 1000L, trials);
    }

    private static TrialReport trial(int index, ModelInterface inputs, double budget, double accuracy) {
        TrialConfig config = new TrialConfig(
                "t000" + index,
                index,
                budget,
                index + 1,
                new TreeMap<>(Map.of("prune.learningRate", 0.007)),
                TrainingSpec.DEFAULT);
        long pixels = (long) (960 * budget);
        Measurement sample = Samples.measurement(budget, pixels, accuracy);
        assertThat(sample.status()).isEqualTo(BudgetStatus.MET);
        TrialResult result = new TrialResult(
                "quickstart",
                config.trial(),
                1,
                sample,
                Samples.HASH,
                ONNX_HASH,
                inputs,
                0,
                784,
                60,
                "closed more",
                null);
        String path = "models/" + config.trial();
        return TrialReport.completed(config, result, new TrialReport.Files(path + ".onnx", path + ".zip"));
    }
}
