package io.barograph.metrics;

import java.time.Duration;

/** Meters that show something of every metric. */
final class TestingMeters {
    private TestingMeters() {}

    /** Labels have their names for values. */
    static Meters withEverything() {
        Meters meters = Meters.in(Meters.prometheus());
        GaugeSheet.Page page = new GaugeSheet.Page();
        for (Metric metric : Metric.values()) {
            String[] labels = metric.labels().toArray(String[]::new);
            switch (metric.kind()) {
                case COUNTER -> meters.counter(metric, labels).increment();
                case TIMER -> meters.timer(metric, labels).record(Duration.ofMillis(5));
                case SUMMARY -> meters.summary(metric, labels).record(3);
                case GAUGE -> {
                    if (metric.source() == Metric.Source.LEADER) {
                        page.put(metric, 1, labels);
                    } else {
                        meters.gauge(metric, () -> 1, labels);
                    }
                }
            }
        }
        meters.sheet().show(page);
        return meters;
    }
}
