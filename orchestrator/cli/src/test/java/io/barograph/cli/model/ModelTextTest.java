package io.barograph.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.ModelLayer;
import io.barograph.api.ModelReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTextTest {
    private static final Map<String, String> METADATA = Map.of(
            "barograph.sweep", "quickstart",
            "barograph.trial", "t0003",
            "barograph.seed", "1",
            "barograph.budget", "0.125",
            "barograph.dataset", "fashion-mnist-sample",
            "barograph.volume", "8820",
            "barograph.volume.dense", "70952");
    private static final List<ModelLayer> LAYERS = List.of(
            convolution("stem_conv", 11, 16),
            ModelLayer.removed("s1b1_conv1", 16),
            convolution("s1b1_conv2", 4, 16),
            new ModelLayer("logits", false, 48, 10, null, 1, 1, 1, 1, 0, 490, 480));

    @Test
    void beginsWithWhatTheFileSaysOfItself() {
        List<String> lines = render(LAYERS, METADATA, 100);
        assertThat(lines.subList(0, 8))
                .containsExactly(
                        "models/t0003.onnx",
                        "",
                        "  sweep     quickstart",
                        "  trial     t0003",
                        "  seed      1",
                        "  data set  fashion-mnist-sample",
                        "  volume    0.1243 of the dense network's (asked 1/8)",
                        "");
    }

    @Test
    void showsEveryLayerAndWhatTheyComeTo() {
        assertThat(render(LAYERS, METADATA, 140).subList(8, 15))
                .containsExactly(
                        "  LAYER       KERNEL  MAPS IN  LIVE/DENSE                       SIZE  VOLUME  WEIGHTS   MACS",
                        "  stem_conv   3×3           8       11/16  ███████████·····    28×28  8.62 k      803  621 k",
                        "  s1b1_conv1                         0/16  ················  removed",
                        "  s1b1_conv2  3×3           8        4/16  ████············    28×28  3.14 k      292  226 k",
                        "  logits      dense        48          10                                         490    480",
                        "",
                        "  3 of 4 layers left · volume 8.82 k · 1.59 k weights · 847 k MACs · file 7.00 kB");
    }

    @Test
    void aStrangersFileHasNoDenseNetwork() {
        List<String> lines = render(List.of(LAYERS.get(3)), Map.of("producer", "others"), 140);
        assertThat(lines)
                .contains("  The file does not say where it comes from.")
                .anyMatch(line -> line.contains("MAPS OUT"))
                .noneMatch(line -> line.contains("DENSE") || line.contains("·····"))
                .anyMatch(line -> line.startsWith("  1 layer · volume 8.82 k"));
    }

    @Test
    void saysWhatADeepLearning4jFileIsAsOnnx() {
        ModelFile file = new ModelFile(Path.of("model.zip"), 9000, report(LAYERS, METADATA));
        assertThat(ModelText.render(file, 140, false)).anyMatch(line -> line.endsWith("file 9.00 kB, as ONNX 7.00 kB"));
    }

    @Test
    void metadataThatMakeNoSenseAreNotBelieved() {
        Map<String, String> broken = new TreeMap<>(METADATA);
        broken.put("barograph.volume", "8821");
        broken.put("barograph.volume.dense", "-7");
        broken.put("barograph.budget", "half");
        assertThat(render(LAYERS, broken, 140))
                .contains("  volume    8.82 k", "  beware    the file says that its volume is 8821, but it is 8820");
        ModelLayer grown = convolution("grown", 20, 16);
        assertThat(render(List.of(grown), Map.of(), 140)).anyMatch(line -> line.contains(" 20/20  ████"));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 80, 100, 120, 140, 200})
    void noLineIsWiderThanTheTerminal(int width) {
        List<ModelLayer> layers = List.of(
                LAYERS.get(0), convolution("/features/denseblock4/denselayer16/".repeat(9), 1_000_000, 2_000_000));
        Map<String, String> endless = new TreeMap<>(METADATA);
        endless.put("barograph.sweep", "endless-".repeat(60));
        for (Map<String, String> metadata : List.of(METADATA, Map.<String, String>of(), endless)) {
            assertThat(render(layers, metadata, width))
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void narrowTerminalsKeepWhatMattersMost() {
        assertThat(render(LAYERS, METADATA, 80))
                .contains("  LAYER       KERNEL  LIVE/DENSE               SIZE  VOLUME  WEIGHTS   MACS");
    }

    @Test
    void namesCannotSteerTheTerminal() {
        ModelLayer evil = convolution("a\u001b[2Jb\nc\u202ed", 1, 1);
        List<String> lines = render(List.of(evil), Map.of("barograph.sweep", "x\u001b]0;y\u0007"), 140);
        assertThat(lines).anyMatch(line -> line.startsWith("  a [2Jb c d "));
        assertThat(String.join("", lines)).doesNotContainPattern("\\p{C}");
    }

    @Test
    void coloursDoNotMoveAnything() {
        ModelFile file = new ModelFile(Path.of("models/t0003.onnx"), 7000, report(LAYERS, METADATA));
        String coloured = String.join("\n", ModelText.render(file, 140, true));
        assertThat(coloured).contains("\u001b[31mremoved\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[\\d+m", ""))
                .isEqualTo(String.join("\n", render(LAYERS, METADATA, 140)));
    }

    private static List<String> render(List<ModelLayer> layers, Map<String, String> metadata, int width) {
        return ModelText.render(
                new ModelFile(Path.of("models/t0003.onnx"), 7000, report(layers, metadata)), width, false);
    }

    private static ModelReport report(List<ModelLayer> layers, Map<String, String> metadata) {
        return new ModelReport(layers, 8820, 1585, 847_000, 7000, new TreeMap<>(metadata));
    }

    private static ModelLayer convolution(String name, int live, int all) {
        long weights = live * 9L * 8;
        return new ModelLayer(name, true, 8, live, all, 28, 28, 3, 3, 784L * live, weights + live, 784 * weights);
    }
}
