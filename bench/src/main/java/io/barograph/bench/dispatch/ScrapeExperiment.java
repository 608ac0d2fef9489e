package io.barograph.bench.dispatch;

import io.barograph.api.FrontPoint;
import io.barograph.api.SweepState;
import io.barograph.api.TrialState;
import io.barograph.bench.report.Figure;
import io.barograph.bench.report.Outcome;
import io.barograph.bench.report.Sample;
import io.barograph.metrics.BudgetSample;
import io.barograph.metrics.GaugeSheet;
import io.barograph.metrics.Meters;
import io.barograph.metrics.Metric;
import io.barograph.metrics.ProcessMeters;
import io.barograph.metrics.SweepGauges;
import io.barograph.metrics.SweepSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How long a scrape takes when as many sweeps as are exported have as many series as they may. */
final class ScrapeExperiment {
    private static final int SWEEPS = 100; // of any number that is stored
    private static final int TRIALS = 500;
    private static final int WARM_UP = 50;
    private static final int SCRAPES = 100;
    private static final double ASKED_MILLIS = 100;

    private ScrapeExperiment() {}

    static Outcome run(Plan plan) {
        Outcome outcome = new Outcome("Scrape: " + SWEEPS + " exported sweeps with full fronts");
        Meters meters = Meters.in(Meters.prometheus());
        ProcessMeters.bind(meters, "bench", List.of());
        GaugeSheet.Page page = new GaugeSheet.Page().put(Metric.WORKERS, 200);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            SweepGauges.put(page, sample("a-sweep-with-a-name-" + sweep));
        }
        meters.sheet().show(page);
        List<Double> millis = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < WARM_UP + SCRAPES; i++) {
            long begin = System.nanoTime();
            bytes = meters.scrape("application/openmetrics-text").body().length;
            if (i >= WARM_UP) {
                millis.add((System.nanoTime() - begin) / 1e6);
            }
        }
        Sample time = Sample.of(millis);
        outcome.add(Figure.of("a scrape, median", time.median(), "ms"));
        outcome.add(Figure.of("the same, 95th percentile", time.quantile(0.95), "ms")
                .atMost(ASKED_MILLIS));
        outcome.add(Figure.of("its size", bytes / 1024.0, "KiB"));
        return outcome;
    }

    private static SweepSample sample(String name) {
        List<FrontPoint> points = IntStream.range(0, TRIALS)
                .mapToObj(i -> new FrontPoint("t" + i, (i + 1.0) / TRIALS, (i + 1.0) / TRIALS, (i + 1.0) / TRIALS))
                .toList();
        BudgetSample budgets = new BudgetSample();
        points.forEach(point -> budgets.add(point.budget(), point.volumeRatio(), point.accuracy()));
        Instant now = Instant.now();
        return new SweepSample(
                name, SweepState.RUNNING, now, now, now, Map.of(TrialState.COMPLETED, TRIALS), 0, points, 1.5, budgets);
    }
}
