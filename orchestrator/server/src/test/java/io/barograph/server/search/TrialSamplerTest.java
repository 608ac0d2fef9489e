package io.barograph.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.ParameterSpec;
import io.barograph.api.Sampler;
import io.barograph.api.SearchSpec;
import io.barograph.api.Strategy;
import io.barograph.api.TrainingSpec;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.PlannedTrial;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrialSamplerTest {
    private static final ParameterSpec RATES = new ParameterSpec.Choices(List.of(0.002, 0.003));

    private static SearchSpec random(int trials, long seed) {
        return new SearchSpec(
                Sampler.RANDOM,
                Strategy.INDEPENDENT,
                List.of(1.0, 0.5),
                List.of(3L, 4L),
                new TreeMap<>(Map.of(
                        "prune.learningRate",
                        new ParameterSpec.Range(1e-4, 1e-2, true),
                        "weightDecay",
                        new ParameterSpec.Range(0.01, 0.03, false),
                        "batchSize",
                        new ParameterSpec.Choices(List.of(32.0, 64.0)))),
                trials,
                seed);
    }

    @Test
    void gridHasEveryCombinationOnceWithTheDenseNetworkFirst() {
        SearchSpec search = TestingSpecs.grid(
                List.of(0.25, 1.0, 0.5), List.of(1L, 2L), Map.of("prune.learningRate", RATES, "batchSize", RATES));
        List<PlannedTrial> trials = TrialSampler.of(search).next(0);

        assertThat(trials).hasSize(3 * 2 * 2 * 2);
        assertThat(trials.subList(0, 8))
                .allSatisfy(trial -> assertThat(trial.budget()).isEqualTo(1.0));
        assertThat(trials.stream()
                        .map(trial -> List.of(trial.budget(), trial.seed(), trial.parameters()))
                        .distinct())
                .hasSize(trials.size());
        for (int i = 0; i < trials.size(); i++) {
            assertThat(trials.get(i).index()).isEqualTo(i);
            assertThat(trials.get(i).trial()).isEqualTo(String.format("t%04d", i));
        }
    }

    @Test
    void gridOfBudgetsAloneHasOneTrialEach() {
        List<PlannedTrial> trials =
                TrialSampler.of(SearchSpec.grid(TestingSpecs.FIVE_BUDGETS)).next(0);
        assertThat(trials).extracting(PlannedTrial::budget).isEqualTo(TestingSpecs.FIVE_BUDGETS);
    }

    @Test
    void independentTrialsGoOnFromNoOther() {
        assertThat(TrialSampler.of(SearchSpec.grid(TestingSpecs.FIVE_BUDGETS)).next(0))
                .allSatisfy(trial -> assertThat(trial.after()).isNull());
        assertThat(TrialSampler.of(random(50, 1)).next(0))
                .allSatisfy(trial -> assertThat(trial.after()).isNull());
    }

    @Test
    void inALadderATrialGoesOnFromItsLikeAtTheNextLooserBudgetBelowOne() {
        SearchSpec search = TestingSpecs.grid(
                        List.of(0.125, 1.0, 0.5, 0.25), List.of(7L, 3L), Map.of("prune.learningRate", RATES))
                .withStrategy(Strategy.LADDER);
        List<PlannedTrial> trials = TrialSampler.of(search).next(0);
        assertThat(trials).hasSize(16);
        for (PlannedTrial trial : trials) {
            List<PlannedTrial> looser = trials.stream()
                    .filter(other -> other.trial().equals(trial.after()))
                    .toList();
            if (trial.budget() >= 0.5) {
                assertThat(trial.after()).as("after of %s", trial).isNull();
            } else {
                assertThat(looser).singleElement().satisfies(from -> {
                    assertThat(from.budget()).isEqualTo(2 * trial.budget());
                    assertThat(from.seed()).isEqualTo(trial.seed());
                    assertThat(from.parameters()).isEqualTo(trial.parameters());
                });
            }
        }
        assertThat(trials.stream().map(PlannedTrial::after).filter(Objects::nonNull))
                .doesNotHaveDuplicates()
                .hasSize(8);
    }

    @Test
    void continuesWhereTheHistoryEnds() {
        SearchSpec grid = SearchSpec.grid(TestingSpecs.FIVE_BUDGETS);
        for (SearchSpec search : List.of(random(7, 1), grid, grid.withStrategy(Strategy.LADDER))) {
            TrialSampler sampler = TrialSampler.of(search);
            List<PlannedTrial> all = sampler.next(0);
            for (int planned = 0; planned <= all.size(); planned++) {
                assertThat(sampler.next(planned)).isEqualTo(all.subList(planned, all.size()));
            }
        }
    }

    @Test
    void randomDrawsDependOnTheSeedAlone() {
        List<PlannedTrial> trials = TrialSampler.of(random(50, 1)).next(0);
        assertThat(TrialSampler.of(random(50, 1)).next(0)).isEqualTo(trials);
        assertThat(TrialSampler.of(random(50, 2)).next(0)).isNotEqualTo(trials);
    }

    @Test
    void randomDrawsLieInTheirRangesAndSpread() {
        List<PlannedTrial> trials = TrialSampler.of(random(1000, 9)).next(0);
        assertThat(trials).hasSize(1000);
        assertThat(trials).allSatisfy(trial -> {
            assertThat(trial.parameters().get("prune.learningRate")).isBetween(1e-4, 1e-2);
            assertThat(trial.parameters().get("weightDecay")).isBetween(0.01, 0.03);
            assertThat(trial.parameters().get("batchSize")).isIn(32.0, 64.0);
        });
        // The middle of a logarithmic range is its geometric mean.
        assertThat(trials.stream().filter(trial -> trial.parameters().getOrDefault("prune.learningRate", 0.0) < 1e-3))
                .hasSizeBetween(400, 600);
        assertThat(trials.stream().filter(trial -> trial.parameters().getOrDefault("weightDecay", 0.0) < 0.02))
                .hasSizeBetween(400, 600);
        assertThat(trials.stream().filter(trial -> trial.budget() == 1.0)).hasSizeBetween(400, 600);
    }

    @Test
    void resolvesParametersIntoTheTraining() {
        PlannedTrial trial = new PlannedTrial(
                "t0000", 0, 0.5, 1, new TreeMap<>(Map.of("prune.learningRate", 0.007, "batchSize", 32.0)), null);
        TrainingSpec training = trial.resolve(TrainingSpec.DEFAULT).training();
        assertThat(training.prune().learningRate()).isEqualTo(0.007);
        assertThat(training.batchSize()).isEqualTo(32);
        assertThat(training.pretrain()).isEqualTo(TrainingSpec.DEFAULT.pretrain());
    }
}
