package io.barograph.metrics;

import io.barograph.api.FrontPoint;
import io.barograph.api.SweepState;
import io.barograph.api.TrialState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The gauges of one sweep: at most {@value #MOST_SERIES} series, whatever it contains. */
public final class SweepGauges {
    /** Places of a front that are exported. */
    static final int MOST_RANKS = 64;

    /** What a sweep exports at most. */
    static final int MOST_SERIES = 2 * MOST_RANKS + 2 * BudgetSample.MOST_BUCKETS + 6 + 3 + 7;

    private SweepGauges() {}

    public static void put(GaugeSheet.Page page, SweepSample sample) {
        String sweep = sample.sweep();
        for (TrialState state : TrialState.values()) {
            page.put(Metric.SWEEP_TRIALS, sample.trials().getOrDefault(state, 0), sweep, label(state));
        }
        page.put(Metric.SWEEP_READY, sample.ready(), sweep);
        page.put(Metric.SWEEP_RUNS, sample.state() == SweepState.RUNNING ? 1 : 0, sweep);
        page.put(Metric.SWEEP_SUBMITTED, seconds(sample.submitted()), sweep);
        page.put(Metric.SWEEP_PROGRESSED, seconds(sample.progressed()), sweep);
        page.put(Metric.SWEEP_FRONT_CHANGED, seconds(sample.frontChanged()), sweep);
        page.put(Metric.SWEEP_FRONT_SIZE, sample.front().size(), sweep);
        page.put(Metric.SWEEP_HYPERVOLUME, sample.hypervolume(), sweep);
        List<FrontPoint> front = sample.front();
        for (int rank = 0; rank < Math.min(MOST_RANKS, front.size()); rank++) {
            page.put(Metric.SWEEP_FRONT_ACCURACY, front.get(rank).accuracy(), sweep, Integer.toString(rank));
            page.put(Metric.SWEEP_FRONT_VOLUME, front.get(rank).volumeRatio(), sweep, Integer.toString(rank));
        }
        sample.budgets().put(page, sweep);
    }

    /** An enum's name as a label's value. */
    public static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }
}
