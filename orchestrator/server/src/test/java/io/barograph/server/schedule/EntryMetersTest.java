package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.metrics.Meters;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EntryMetersTest {
    @Test
    void whatIsCountedBeginsWithNothing() {
        Meters meters = Meters.in(Meters.prometheus());

        EntryMeters.begin(meters);

        assertThat(new String(meters.scrape(null).body(), StandardCharsets.UTF_8).lines())
                .contains(
                        "barograph_scheduler_leases_taken_total 0.0",
                        "barograph_scheduler_leases_lost_total 0.0",
                        "barograph_store_failures_total 0.0",
                        "barograph_attempts_ended_total{outcome=\"lost\"} 0.0",
                        "barograph_attempts_ended_total{outcome=\"completed\"} 0.0",
                        "barograph_reports_refused_total{reason=\"stale_attempt\"} 0.0",
                        "barograph_store_commit_seconds_count 0")
                .noneMatch(line -> line.contains("reason=\"ok\""));
    }
}
