package io.barograph.api.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.DatasetName;
import io.barograph.api.DatasetSpec;
import io.barograph.api.Jackson;
import io.barograph.api.NetworkSpec;
import io.barograph.api.ParameterSpec;
import io.barograph.api.RungSpec;
import io.barograph.api.SearchSpec;
import io.barograph.api.Strategy;
import io.barograph.api.SweepSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepSpecReaderTest {
    private static final Path QUICKSTART = Path.of("../../examples/quickstart.yaml");
    private static final String HEAD = "apiVersion: barograph.io/v1\nkind: Sweep\nname: s\n"
            + "dataset: {name: mnist}\nnetwork: {kind: plain-cnn, width: 8}\n";

    @TempDir
    Path folder;

    @Test
    void readsTheQuickstartWithItsDefaults() {
        assertThat(SweepSpecReader.read(QUICKSTART))
                .isEqualTo(SweepSpec.of(
                        "quickstart",
                        DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE),
                        new NetworkSpec.ResNet(20, 16),
                        SearchSpec.grid(List.of(1.0, 0.5, 0.25, 0.125, 0.0625))));
    }

    @Test
    void readsEveryExample() throws IOException {
        try (Stream<Path> files = Files.list(QUICKSTART.getParent())) {
            List<Path> specs =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertThat(specs).hasSizeGreaterThan(1);
            specs.forEach(file ->
                    assertThat(file).hasFileName(SweepSpecReader.read(file).name() + ".yaml"));
        }
    }

    @Test
    void readsBackWhatItWroteAsJson() throws Exception {
        SweepSpec spec = SweepSpecReader.read(QUICKSTART);
        assertThat(SweepSpecReader.read(Jackson.mapper().writeValueAsString(spec)))
                .isEqualTo(spec);
        String tabbed = Jackson.mapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(spec)
                .replace("  ", "\t");
        assertThat(SweepSpecReader.read(tabbed)).isEqualTo(spec);
    }

    @Test
    void readsNumbersAsJsonDoes() {
        SweepSpec spec = SweepSpecReader.read(HEAD + "search: {budgets: [1.0, 5e-1, .25], seeds: [010, +3]}\n"
                + "training: {batchSize: 32.0, pretrain: {learningRate: 1e-3}, distillation: {temperature: 4}}\n");
        assertThat(spec.search().budgets()).containsExactly(1.0, 0.5, 0.25);
        assertThat(spec.search().seeds()).containsExactly(10L, 3L);
        assertThat(spec.training().batchSize()).isEqualTo(32);
        assertThat(spec.training().pretrain().learningRate()).isEqualTo(0.001);
    }

    @Test
    void readsRandomSearchAndAnchors() {
        SweepSpec spec = SweepSpecReader.read(HEAD + "search:\n  sampler: random\n  trials: 9\n  seed: 5\n"
                + "  budgets: &b [0.5]\n  parameters:\n    weightDecay: *b\n"
                + "    prune.learningRate: {min: 1e-4, max: 1e-2, log: true}\n    fineTune.epochs: {min: 2, max: 8}\n");
        assertThat(spec.search().trials()).isEqualTo(9);
        assertThat(spec.search().parameters())
                .containsEntry("weightDecay", new ParameterSpec.Choices(List.of(0.5)))
                .containsEntry("prune.learningRate", new ParameterSpec.Range(1e-4, 1e-2, true))
                .containsEntry("fineTune.epochs", new ParameterSpec.Range(2, 8, false));
    }

    @Test
    void readsALadder() {
        SweepSpec spec = SweepSpecReader.read(HEAD + "search: {strategy: ladder, budgets: [0.5, 0.25],"
                + " parameters: {rung.epochs: [2, 3]}}\ntraining: {rung: {gateDistance: 20}}\n");
        assertThat(spec.search().strategy()).isEqualTo(Strategy.LADDER);
        assertThat(spec.search().parameters())
                .containsEntry("rung.epochs", new ParameterSpec.Choices(List.of(2.0, 3.0)));
        assertThat(spec.training().rung()).isEqualTo(new RungSpec(2, 20, 0.5));
    }

    @Test
    void schemaAnnouncesTheDefaultsThatApply() {
        assertDefaults(SpecDefaults.tree(), SpecSchema.node(), "");
    }

    private static void assertDefaults(JsonNode defaults, JsonNode schema, String pointer) {
        defaults.properties().forEach(entry -> {
            JsonNode property = schema.path("properties").path(entry.getKey());
            String at = pointer + "/" + entry.getKey();
            assertThat(property.isMissingNode()).as("schema knows %s", at).isFalse();
            if (property.has("default")) {
                assertThat(entry.getValue().toString().replaceFirst("\\.0$", ""))
                        .as("default of %s", at)
                        .isEqualTo(property.get("default").toString().replaceFirst("\\.0$", ""));
            } else {
                assertThat(entry.getValue().isObject())
                        .as("%s has a default", at)
                        .isTrue();
                assertDefaults(entry.getValue(), property, at);
            }
        });
    }

    @Test
    void refusesFilesThatAreNoSpec() throws IOException {
        assertThatThrownBy(() -> SweepSpecReader.read(folder.resolve("none.yaml")))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("none.yaml: there is no such file");
        assertThatThrownBy(() -> SweepSpecReader.read(folder)).hasMessageContaining("cannot be read");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {'a', (byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> SweepSpecReader.read(binary)).hasMessageContaining("not UTF-8");
        Path large = Files.write(folder.resolve("large"), new byte[SweepSpecReader.MAX_BYTES + 1]);
        assertThatThrownBy(() -> SweepSpecReader.read(large)).hasMessageContaining("more than 1048576 bytes");
    }

    @Test
    void readsAFileWithAByteOrderMark() throws IOException {
        Path file = folder.resolve("bom.yaml");
        Files.writeString(file, "\uFEFF" + Files.readString(QUICKSTART));
        assertThat(SweepSpecReader.read(file).name()).isEqualTo("quickstart");
    }

    @Test
    void randomDamageIsEitherReadOrRefusedWithProblems() throws IOException {
        byte[] good = Files.readAllBytes(QUICKSTART);
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = good.clone();
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(128);
            }
            String text = new String(damaged, StandardCharsets.UTF_8);
            try {
                SweepSpecReader.read(text);
            } catch (SpecException e) {
                assertThat(e.problems()).isNotEmpty();
                refused++;
            }
        }
        assertThat(refused).isBetween(500, 3000);
    }
}
