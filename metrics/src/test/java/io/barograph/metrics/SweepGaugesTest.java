package io.barograph.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.FrontPoint;
import io.barograph.api.SweepState;
import io.barograph.api.TrialState;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SweepGaugesTest {
    private static final Instant THEN = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void aSweepOfManyTrialsAndBudgetsHasABoundedNumberOfSeries() {
        List<FrontPoint> points = IntStream.range(0, 5000)
                .mapToObj(i -> new FrontPoint("t" + i, (i + 1) / 5000.0, (i + 1) / 5000.0, i / 5000.0))
                .toList();
        GaugeSheet.Page page = new GaugeSheet.Page();

        BudgetSample budgets = new BudgetSample();
        points.forEach(point -> budgets.add(point.budget(), point.volumeRatio(), point.accuracy()));
        SweepGauges.put(page, sample(points, budgets));

        GaugeSheet sheet = new GaugeSheet();
        sheet.show(page);
        int series = sheet.collect().stream()
                .map(MetricSnapshot::getDataPoints)
                .mapToInt(List::size)
                .sum();
        assertThat(series).isEqualTo(SweepGauges.MOST_SERIES);
    }

    @Test
    void budgetsAreRoundedUpToAHalving() {
        assertThat(BudgetSample.bucket(1)).isEqualTo("1.0");
        assertThat(BudgetSample.bucket(0.51)).isEqualTo("1.0");
        assertThat(BudgetSample.bucket(0.5)).isEqualTo("0.5");
        assertThat(BudgetSample.bucket(0.25)).isEqualTo("0.25");
        assertThat(BudgetSample.bucket(0.2)).isEqualTo("0.25");
        assertThat(BudgetSample.bucket(1e-9)).isEqualTo("9.765625E-4");
    }

    private static SweepSample sample(List<FrontPoint> front, BudgetSample budgets) {
        return new SweepSample(
                "s",
                SweepState.RUNNING,
                THEN,
                THEN,
                THEN,
                Map.of(TrialState.COMPLETED, front.size()),
                0,
                front,
                0,
                budgets);
    }
}
