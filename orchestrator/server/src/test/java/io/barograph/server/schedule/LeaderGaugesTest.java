package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.FrontPoint;
import io.barograph.api.SearchSpec;
import io.barograph.api.SweepReport;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialReport;
import io.barograph.api.TrialState;
import io.barograph.metrics.GaugeSheet;
import io.barograph.metrics.Meters;
import io.barograph.metrics.Metric;
import io.barograph.server.TestingSpecs;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeaderGaugesTest extends OneScheduler {
    private final GaugeSheet sheet = new GaugeSheet();
    private final LeaderGauges gauges = new LeaderGauges(store, time, sheet);

    @Test
    void whatIsShownOfASweepIsWhatIsStored() {
        renew();
        assertThat(value(Metric.SWEEP_READY, "s")).isEqualTo(1); // the others wait for its dense network
        assertThat(value(Metric.QUEUED_TRIALS)).isEqualTo(1);

        TrialAssignment first = assigned("a", 1);
        renew();
        assertThat(value(Metric.SWEEP_TRIALS, "s", "running")).isEqualTo(1);
        assertThat(value(Metric.SLOTS, "busy")).isEqualTo(1);
        assertThat(value(Metric.WORKERS)).isEqualTo(1);
        report(epoch(first, 1, TEACHER));
        report(result(first));
        renew();
        assertThat(value(Metric.SWEEP_READY, "s")).isEqualTo(4);
        assertThat(value(Metric.SWEEP_FRONT_SIZE, "s")).isEqualTo(1);

        finish();
        renew();
        requireTruth();
    }

    @Test
    void afterATakeOverTheNewLeaderShowsTheSameAndTheOldOneNothing() {
        finish();
        renew();
        Map<String, Double> before = all();

        scheduler.stop();
        gauges.renew(scheduler.standing());
        assertThat(all()).isEmpty();

        Scheduler other = new Scheduler(store, SchedulerConfig.of("other"), time, Meters.in(registry), listener);
        other.tick();
        assertThat(other.isLeading()).isTrue();
        new LeaderGauges(store, time, sheet).renew(other.standing());
        Map<String, Double> after = all();
        List.of(before, after).forEach(each -> each.keySet()
                .removeIf(series -> series.startsWith("barograph_slots")
                        || series.startsWith("barograph_workers"))); // not stored: workers have to be heard of first
        assertThat(after).isEqualTo(before);
        requireTruth();
    }

    @Test
    void anEndedSweepHasItsSeriesForAnHour() {
        finish();
        pass(LeaderGauges.KEPT.minusMinutes(1));
        renew();
        assertThat(value(Metric.SWEEP_FRONT_SIZE, "s")).isPositive();

        pass(Duration.ofMinutes(2));
        renew();
        assertThat(all().keySet()).noneMatch(series -> series.contains("sweep="));
        assertThat(value(Metric.SWEEPS, "completed")).isEqualTo(1);
    }

    @Test
    void aThousandSweepsHaveABoundedNumberOfSeries() {
        for (int i = 0; i < 1000; i++) {
            submit(TestingSpecs.sweep("sweep-" + i, SearchSpec.grid(TestingSpecs.FIVE_BUDGETS)));
        }
        scheduler.wake();
        renew();

        assertThat(value(Metric.SWEEPS, "running")).isEqualTo(1001);
        assertThat(value(Metric.QUEUED_TRIALS)).isEqualTo(1001);
        assertThat(sheet.collect().stream()
                        .filter(metric ->
                                metric.getMetadata().getPrometheusName().equals("barograph_sweep_running"))
                        .mapToInt(metric -> metric.getDataPoints().size()))
                .containsExactly(LeaderGauges.MOST_SWEEPS);
        assertThat(all().keySet().size()).isLessThan(LeaderGauges.MOST_SWEEPS * 200);
    }

    private void renew() {
        assertThat(gauges.renew(scheduler.standing()).succeeded()).isTrue();
    }

    private void pass(Duration duration) {
        time.after(duration.toMillis(), () -> {});
        assertThat(time.step(time.in(duration))).isTrue();
        scheduler.tick(); // takes its lease, which has run out, again
        scheduler.tick();
    }

    private void finish() {
        for (long number = 10; number < 20; number++) {
            TrialAssignment next = ask("a", number);
            if (next != null) {
                report(epoch(next, 1, TEACHER));
                report(result(next));
            }
        }
    }

    /** Against the report of the stored log, which is made on its own way. */
    private void requireTruth() {
        SweepReport report = stored().report(time.instant());
        assertThat(report.trials()).allMatch(trial -> trial.state() == TrialState.COMPLETED);
        assertThat(value(Metric.SWEEP_TRIALS, "s", "completed"))
                .isEqualTo(report.trials().size());
        assertThat(value(Metric.SWEEP_HYPERVOLUME, "s")).isEqualTo(report.hypervolume());
        assertThat(value(Metric.SWEEP_FRONT_SIZE, "s"))
                .isEqualTo(report.points().size());
        int rank = 0;
        for (TrialReport trial : report.points()) {
            FrontPoint point = Objects.requireNonNull(trial.point());
            String place = Integer.toString(rank++);
            assertThat(value(Metric.SWEEP_FRONT_ACCURACY, "s", place)).isEqualTo(point.accuracy());
            assertThat(value(Metric.SWEEP_FRONT_VOLUME, "s", place)).isEqualTo(point.volumeRatio());
        }
        assertThat(value(Metric.SWEEP_RUNS, "s")).isZero();
        assertThat(value(Metric.SWEEP_PROGRESSED, "s")).isGreaterThanOrEqualTo(value(Metric.SWEEP_FRONT_CHANGED, "s"));
    }

    private double value(Metric metric, String... labels) {
        Map<String, String> asked = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            asked.put(metric.labels().get(i), labels[i]);
        }
        String series = metric.prometheusName() + asked;
        return Objects.requireNonNull(all().get(series), () -> "no " + series + " among " + all().keySet());
    }

    private Map<String, Double> all() {
        Map<String, Double> series = new HashMap<>();
        for (MetricSnapshot metric : sheet.collect()) {
            metric.getDataPoints().forEach(point -> {
                Map<String, String> labels = new TreeMap<>();
                point.getLabels().forEach(label -> labels.put(label.getName(), label.getValue()));
                double value = ((GaugeDataPointSnapshot) point).getValue();
                assertThat(series.put(metric.getMetadata().getPrometheusName() + labels, value))
                        .isNull();
            });
        }
        return series;
    }
}
