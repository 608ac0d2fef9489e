package io.barograph.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepSpecTest {
    @Test
    void survivesJson() throws Exception {
        SweepSpec random = new SweepSpec(
                SweepSpec.API_VERSION,
                SweepSpec.KIND,
                "r",
                DatasetSpec.of(DatasetName.CIFAR_10),
                new NetworkSpec.WideResNet(26, 12),
                new SearchSpec(
                        Sampler.RANDOM,
                        Strategy.INDEPENDENT,
                        List.of(0.5),
                        List.of(1L, 2L),
                        new TreeMap<>(Map.of(
                                "prune.learningRate", new ParameterSpec.Range(1e-4, 1e-2, true),
                                "batchSize", new ParameterSpec.Choices(List.of(32.0, 64.0)))),
                        20,
                        7),
                TrainingSpec.DEFAULT,
                LimitsSpec.DEFAULT,
                SchedulingSpec.DEFAULT);
        SweepSpec ladder = SweepSpec.of(
                "l",
                DatasetSpec.of(DatasetName.MNIST),
                new NetworkSpec.PlainCnn(8),
                SearchSpec.grid(List.of(0.5, 0.25)).withStrategy(Strategy.LADDER));
        for (SweepSpec spec : List.of(Samples.spec(), random, ladder)) {
            String json = Jackson.mapper().writeValueAsString(spec);
            assertThat(Jackson.mapper().readValue(json, SweepSpec.class)).isEqualTo(spec);
        }
    }

    @Test
    void readsWhatWasStoredBeforeThereWereLadders() throws Exception {
        ObjectNode tree = Jackson.mapper().valueToTree(Samples.spec());
        ((ObjectNode) tree.get("search")).remove("strategy");
        ((ObjectNode) tree.get("training")).remove("rung");
        assertThat(Jackson.mapper().treeToValue(tree, SweepSpec.class)).isEqualTo(Samples.spec());
    }

    @Test
    void aHashOfTheDataStandsForItsFolder() throws Exception {
        String hash = "ab".repeat(32);
        DatasetSpec hashed = new DatasetSpec(DatasetName.IMAGE_FOLDER, null, hash, 0.1, AugmentationSpec.DEFAULT);
        String json = Jackson.mapper().writeValueAsString(hashed);
        assertThat(json).contains(hash);
        assertThat(Jackson.mapper().readValue(json, DatasetSpec.class)).isEqualTo(hashed);
        assertThat(new DatasetSpec(DatasetName.IMAGE_FOLDER, "/data", hash, 0.1, AugmentationSpec.DEFAULT)
                        .withoutPlace())
                .isEqualTo(hashed);
        assertThatThrownBy(() -> new DatasetSpec(DatasetName.MNIST, null, "ABC", 0.1, AugmentationSpec.DEFAULT))
                .hasMessageContaining("dataset.hash must be 64 lower-case hexadecimal digits, was ABC");
        DatasetSpec plain = DatasetSpec.of(DatasetName.MNIST);
        assertThat(Jackson.mapper().writeValueAsString(plain)).doesNotContain("hash");
        assertThat(plain.withoutPlace()).isEqualTo(plain);
    }

    @Test
    void refusesALadderOfRandomDraws() {
        assertThatThrownBy(() -> new SearchSpec(
                        Sampler.RANDOM, Strategy.LADDER, List.of(0.5), List.of(1L), new TreeMap<>(), 20, 7))
                .hasMessageContaining("search.strategy must be INDEPENDENT with random");
    }

    @Test
    void replacesTrainingValuesByKey() {
        TrainingSpec changed = TrainingSpec.DEFAULT.withParameters(
                Map.of("batchSize", 32.0, "prune.learningRate", 0.01, "rung.epochs", 3));
        assertThat(changed.batchSize()).isEqualTo(32);
        assertThat(changed.rung()).isEqualTo(new RungSpec(3, 30, 0.5));
        assertThat(changed.prune().learningRate()).isEqualTo(0.01);
        assertThat(changed.prune().gateDistance())
                .isEqualTo(TrainingSpec.DEFAULT.prune().gateDistance());
        assertThat(TrainingSpec.DEFAULT.withParameters(Map.of())).isEqualTo(TrainingSpec.DEFAULT);
    }

    @Test
    void refusesUnknownKeysAndValuesOutOfRange() {
        assertThatThrownBy(() -> TrainingSpec.DEFAULT.withParameters(Map.of("prune.learningrate", 1)))
                .hasMessageContaining("prune.learningRate");
        assertThatThrownBy(() -> TrainingSpec.DEFAULT.withParameters(Map.of("batchSize", 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("training.batchSize must be 1 to 4096, was 0");
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "0.5, 4", "0.25, 8", "0.125, 12", "0.0625, 16", "0.75, 4", "0.1, 13"})
    void smallerBudgetsFineTuneLonger(double budget, int epochs) {
        assertThat(new FineTuneSpec(4, 4, 0.003).epochsAt(budget)).isEqualTo(epochs);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5, MET", "0.5, 0.45, MET", "0.5, 0.4499, UNDER", "0.5, 0.5001, OVER", "1, 1, MET"})
    void budgetIsMetFromNineTenthsUpToTheBudget(double budget, double volume, BudgetStatus expected) {
        assertThat(BudgetStatus.of(budget, volume)).isEqualTo(expected);
    }

    @Test
    void refusesWhatNoSweepCanDo() {
        assertThatThrownBy(() -> new NetworkSpec.ResNet(21, 16)).hasMessageContaining("6n+2");
        assertThatThrownBy(() -> SearchSpec.grid(List.of(0.5, 1.5))).hasMessageContaining("1.5");
        assertThatThrownBy(() -> SearchSpec.grid(List.of(0.5, 0.5))).hasMessageContaining("different");
    }
}
