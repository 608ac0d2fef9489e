package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.SchedulingSpec;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialAsk;
import io.barograph.metrics.GaugeSheet;
import io.barograph.metrics.Meters;
import io.barograph.metrics.Metric;
import io.barograph.server.TestingSpecs;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class QueueGaugesTest extends OneScheduler {
    private final GaugeSheet sheet = new GaugeSheet();

    @Test
    void tellsWhichTrialsNoLiveWorkerHasTheLabelsForOnceItIsCertain() {
        submit(requiring("g", "gpu"));
        submit(requiring("h", "gpu", "rack-1"));
        scheduler.wake();
        show();
        assertThat(shown(Metric.QUEUED_TRIALS)).isEqualTo(Map.of("", 3.0));
        assertThat(shown(Metric.QUEUED_BY_REQUIREMENT))
                .isEqualTo(Map.of(QueueGauges.NOTHING, 1.0, "gpu", 1.0, "gpu,rack-1", 1.0));
        assertThat(shown(Metric.STRANDED_TRIALS).values()).containsOnly(0.0);

        for (int i = 0; i < 10; i++) {
            pass(SchedulerConfig.of("test").trialLease().toSeconds() / 10); // and the scheduler keeps its lease
        }
        show();
        assertThat(shown(Metric.STRANDED_TRIALS))
                .isEqualTo(Map.of(QueueGauges.NOTHING, 1.0, "gpu", 1.0, "gpu,rack-1", 1.0));

        ask("w", "gpu");
        show();
        assertThat(shown(Metric.STRANDED_TRIALS))
                .isEqualTo(Map.of(QueueGauges.NOTHING, 0.0, "gpu", 0.0, "gpu,rack-1", 1.0));
    }

    @Test
    void aWorkerThatANewLeaderOnlyKnowsByItsTrialMayHaveEveryLabel() {
        assertThat(assigned("a", 1).sweep()).isEqualTo("s");
        submit(requiring("g", "gpu"));
        scheduler.stop();
        Scheduler other = new Scheduler(store, SchedulerConfig.of("other"), time, Meters.in(registry), listener);
        other.tick();
        pass(SchedulerConfig.of("test").trialLease().toSeconds());
        Standing standing = Objects.requireNonNull(other.standing());
        assertThat(standing.workers()).hasSize(1);
        assertThat(standing.sure()).isFalse();
    }

    @Test
    void manyRequirementsHaveABoundedNumberOfSeriesThatAddUp() {
        QueueGauges queue = new QueueGauges();
        int all = 0;
        for (int i = 1; i <= 1000; i++) {
            queue.add(new TreeSet<>(Set.of("gpu", "rack-" + i)), i);
            all += i;
        }
        GaugeSheet.Page page = new GaugeSheet.Page();
        queue.put(page, labels -> labels.contains("rack-1"));
        sheet.show(page);

        Map<String, Double> queued = shown(Metric.QUEUED_BY_REQUIREMENT);
        assertThat(queued).hasSize(QueueGauges.MOST_REQUIREMENTS + 2).containsKeys("gpu,rack-1000", QueueGauges.REST);
        assertThat(queued).containsEntry(QueueGauges.NOTHING, 0.0);
        assertThat(queued.values().stream().mapToDouble(Double::doubleValue).sum())
                .isEqualTo(all);
        assertThat(shown(Metric.STRANDED_TRIALS)).containsEntry(QueueGauges.REST, 1.0);
    }

    private static SweepSpec requiring(String name, String... labels) {
        SweepSpec spec = TestingSpecs.sweep(name);
        return new SweepSpec(
                spec.apiVersion(),
                spec.kind(),
                spec.name(),
                spec.dataset(),
                spec.network(),
                spec.search(),
                spec.training(),
                spec.limits(),
                new SchedulingSpec(0, 1, null, new TreeSet<>(List.of(labels))));
    }

    /** While all trials that it could take run, so that it waits. */
    private void ask(String worker, String label) {
        TrialAsk ask = new TrialAsk(worker, 0, 1, new TreeSet<>(Set.of(label)), new TreeSet<>(), null);
        assertThat(scheduler.ask(ask).succeeded()).isTrue();
    }

    private void show() {
        assertThat(new LeaderGauges(store, time, sheet)
                        .renew(scheduler.standing())
                        .succeeded())
                .isTrue();
    }

    private Map<String, Double> shown(Metric metric) {
        Map<String, Double> values = new TreeMap<>();
        sheet.collect().stream()
                .filter(each -> each.getMetadata().getPrometheusName().equals(metric.prometheusName()))
                .flatMap(each -> each.getDataPoints().stream())
                .forEach(point -> values.put(
                        String.join(
                                "",
                                point.getLabels().stream()
                                        .map(label -> label.getValue())
                                        .toList()),
                        ((GaugeDataPointSnapshot) point).getValue()));
        return values;
    }
}
