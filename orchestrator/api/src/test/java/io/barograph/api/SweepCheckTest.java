package io.barograph.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SweepCheckTest {
    private static SweepSpec spec(List<Double> budgets, Map<String, ParameterSpec> parameters, Set<String> requires) {
        SweepSpec plain = SweepSpec.of(
                "s",
                DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE),
                new NetworkSpec.ResNet(8, 4),
                new SearchSpec(
                        Sampler.GRID,
                        Strategy.INDEPENDENT,
                        budgets,
                        SearchSpec.DEFAULT_SEEDS,
                        new TreeMap<>(parameters),
                        null,
                        1));
        return new SweepSpec(
                plain.apiVersion(),
                plain.kind(),
                plain.name(),
                plain.dataset(),
                plain.network(),
                plain.search(),
                plain.training(),
                plain.limits(),
                new SchedulingSpec(0, 1, null, new TreeSet<>(requires)));
    }

    @Test
    void aSweepThatCanRunHasNoProblems() {
        assertThat(SweepCheck.problems(spec(
                        List.of(1.0, 0.0625),
                        Map.of("batchSize", new ParameterSpec.Choices(List.of(32.0, 64.0))),
                        Set.of("gpu", "mine"))))
                .isEmpty();
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirPlaces() {
        SweepSpec hopeless = spec(
                List.of(0.5, 0.0624, 0.001),
                Map.of(
                        "batchSize", new ParameterSpec.Choices(List.of(32.0, 32.4)),
                        "distillation.weight", new ParameterSpec.Choices(List.of(0.5, 7.0))),
                Set.of("gpu", "bfloat16"));
        List<String> problems = SweepCheck.problems(hopeless);
        assertThat(problems).hasSize(4);
        assertThat(problems.get(0))
                .isEqualTo(
                        "search.budgets 0.0624, 0.001: this network cannot be pruned below 0.0625 of its volume; give"
                                + " larger ones, or a wider network");
        assertThat(problems.get(1)).startsWith("search.parameters.batchSize: 32.0 and 32.4 are the same for a trial");
        assertThat(problems.get(2)).startsWith("search.parameters.distillation.weight: 7.0: ");
        assertThat(problems.get(3)).startsWith("scheduling.requires: bfloat16 is trained on CPUs");
    }
}
