package io.barograph.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.barograph.api.SweepReport;
import io.barograph.api.SweepState;
import io.barograph.cli.terminal.Comparison.Entry;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final SweepReport FIRST = TestingSweeps.report(
            SweepState.COMPLETED,
            List.of(
                    TestingSweeps.completed(0, 0.5, 0.49, 0.80),
                    TestingSweeps.completed(1, 0.5, 0.47, 0.84),
                    TestingSweeps.completed(2, 0.25, 0.24, 0.70)));
    private static final SweepReport SECOND = TestingSweeps.report(
            SweepState.COMPLETED,
            List.of(
                    TestingSweeps.completed(0, 0.5, 0.49, 0.85),
                    TestingSweeps.completed(1, 0.5, 0.49, 0.87),
                    TestingSweeps.completed(2, 0.125, 0.12, 0.60)));
    private static final Comparison BOTH = Comparison.of(List.of("runs/first", "quickstart"), List.of(FIRST, SECOND));

    private static Entry entry(@Nullable Entry entry) {
        return Objects.requireNonNull(entry);
    }

    @Test
    void everyBudgetOfAnySweepHasARow() {
        assertThat(BOTH.budgets()).extracting(Comparison.Row::budget).containsExactly(0.5, 0.25, 0.125);
        assertThat(BOTH.budgets().get(1).cells().get(1)).isNull();
        assertThat(BOTH.budgets().get(2).cells().get(0)).isNull();
        assertThat(entry(BOTH.budgets().get(2).cells().get(1)).difference()).isNull();
    }

    @Test
    void meansAndDeviationsAreOverSeeds() {
        Entry first = entry(BOTH.budgets().get(0).cells().get(0));
        assertThat(first.seeds()).isEqualTo(2);
        assertThat(first.accuracy()).isCloseTo(0.82, within(1e-9));
        assertThat(first.volumeRatio()).isCloseTo(0.48, within(1e-9));
        assertThat(Objects.requireNonNull(first.deviation())).isCloseTo(0.028284, within(1e-6));
        assertThat(first.difference()).isNull();
        assertThat(entry(BOTH.budgets().get(1).cells().get(0)).deviation()).isNull();
    }

    @Test
    void differencesAreToTheFirstWithTheErrorOfBoth() {
        Entry second = entry(BOTH.budgets().get(0).cells().get(1));
        assertThat(Objects.requireNonNull(second.difference())).isCloseTo(0.04, within(1e-9));
        assertThat(Objects.requireNonNull(second.differenceDeviation())).isCloseTo(0.022361, within(1e-6));
    }

    @Test
    void theTableNamesSweepsByLettersAndFitsItsWidth() {
        List<String> lines = ComparisonTable.render(BOTH, 120, false);
        assertThat(lines.get(1)).matches(" *A +quickstart +\\d\\.\\d{4} +\\d +runs/first");
        assertThat(lines)
                .anyMatch(line -> line.matches(
                        " *1/2 +82\\.00 ± 2\\.83 % +2 +0\\.4800 +86\\.00 ± 1\\.41 % +2 +0\\.4900 +\\+4\\.00 ± 2\\.24"));
        assertThat(lines).anyMatch(line -> line.matches(" *1/4 +70\\.00 % +0\\.2400 +–"));
        for (int width = 60; width <= 130; width += 10) {
            int most = width;
            List<String> narrow = ComparisonTable.render(BOTH, width, false);
            assertThat(narrow.subList(0, narrow.size() - 1)).allMatch(line -> line.length() < most);
        }
    }
}
