package io.barograph.server.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.BarographException;
import io.barograph.api.ParameterSpec;
import io.barograph.api.SearchSpec;
import io.barograph.api.Strategy;
import io.barograph.api.SweepPlan;
import io.barograph.server.TestingSpecs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** By default: 10 epochs of pretraining, 5 of pruning, 4 of fine-tuning and 6 more for each halving below one half. */
class SweepPlannerTest {
    private static SweepPlan plan(SearchSpec search) {
        return SweepPlanner.plan(TestingSpecs.sweep("s", search), false);
    }

    @Test
    void everyTrialOfAGridPrunesFromTheDenseNetworkOfItsSeed() {
        SweepPlan plan = plan(TestingSpecs.grid(
                List.of(1.0, 0.5, 0.25),
                List.of(1L, 2L),
                Map.of("prune.epochs", new ParameterSpec.Choices(List.of(5.0, 7.0)))));
        assertThat(plan.trials()).isEqualTo(12);
        assertThat(plan.seeds()).isEqualTo(2);
        assertThat(plan.configurations()).isEqualTo(2);
        assertThat(plan.denseNetworks()).isEqualTo(2);
        assertThat(plan.epochs()).isEqualTo(2 * (10 + (5 + 4) + (5 + 10) + (7 + 4) + (7 + 10)));
        assertThat(plan.budgets()).containsExactly(1.0, 0.5, 0.25);
        assertThat(plan.taken()).isFalse();
    }

    @Test
    void aTrialOfALadderThatGoesOnFromALooserOneNeedsLess() {
        SweepPlan plan = plan(SearchSpec.grid(List.of(1.0, 0.5, 0.25)).withStrategy(Strategy.LADDER));
        assertThat(plan.epochs()).isEqualTo(10 + (5 + 4) + (2 + 5));
    }

    @Test
    void whatCannotWorkIsRefusedWithEveryReason() {
        SearchSpec search = TestingSpecs.grid(
                List.of(1e-6), List.of(1L), Map.of("batchSize", new ParameterSpec.Choices(List.of(8.0, 8.2))));
        assertThatThrownBy(() -> plan(search))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("search.budgets")
                .hasMessageContaining("search.parameters.batchSize");
    }
}
