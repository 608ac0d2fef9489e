package io.barograph.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetersTest {
    @Test
    void everyMeterHasItsPrometheusNameAndADescription() {
        PrometheusMeterRegistry registry = Meters.prometheus();
        Meters meters = Meters.in(registry);
        meters.refusedReports("STALE_ATTEMPT").increment();
        meters.logEntries().increment(3);
        meters.commits().record(Duration.ofMillis(5));

        assertThat(registry.scrape())
                .contains("barograph_reports_refused_total{reason=\"STALE_ATTEMPT\"} 1.0")
                .contains("barograph_store_entries_total 3.0")
                .contains("barograph_store_commit_seconds_count 1");
        registry.forEachMeter(meter -> assertThat(meter.getId().getDescription())
                .as(meter.getId().getName())
                .isNotBlank());
    }
}
