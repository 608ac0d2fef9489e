package io.barograph.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Gauges that are renewed all together: a scrape sees one state, and nothing of what is gone. Thread-safe once
 * {@link #show shown}.
 */
public final class GaugeSheet implements MultiCollector {
    private volatile Supplier<MetricSnapshots> shown = MetricSnapshots::new;

    /** Values that are gathered for the next {@link #show}. Not thread-safe. */
    public static final class Page {
        private final Map<Metric, Map<Labels, Double>> rows = new EnumMap<>(Metric.class);

        /**
         * @param labels values of {@link Metric#labels}, in their order; the last value of the same labels counts
         * @throws IllegalArgumentException if the metric is no gauge or has other labels
         */
        public Page put(Metric metric, double value, String... labels) {
            if (metric.kind() != Metric.Kind.GAUGE
                    || labels.length != metric.labels().size()) {
                throw new IllegalArgumentException(metric + " is not a gauge with " + labels.length + " labels");
            }
            String[] names = metric.labels().toArray(String[]::new);
            rows.computeIfAbsent(metric, key -> new LinkedHashMap<>()).put(Labels.of(names, labels), value);
            return this;
        }

        private MetricSnapshots snapshots() {
            MetricSnapshots.Builder all = MetricSnapshots.builder();
            rows.forEach((metric, values) -> {
                GaugeSnapshot.Builder gauge =
                        GaugeSnapshot.builder().name(metric.prometheusName()).help(metric.help());
                values.forEach((labels, value) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build()));
                all.metricSnapshot(gauge.build());
            });
            return all.build();
        }
    }

    /** Replaces everything that was shown before. */
    public void show(Page page) {
        MetricSnapshots now = page.snapshots();
        shown = () -> now;
    }

    /** From now on asks for what it shows at every scrape; quick and thread-safe. */
    public void follow(Supplier<Page> pages) {
        shown = () -> pages.get().snapshots();
    }

    /** Shows nothing any more. */
    public void clear() {
        show(new Page());
    }

    @Override
    public MetricSnapshots collect() {
        return shown.get();
    }

    @Override
    public List<String> getPrometheusNames() {
        return List.of();
    }
}
