package io.barograph.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The declared meters: one place for every name, unit and description. Thread-safe. */
public final class Meters {
    private final MeterRegistry registry;

    private Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    public static Meters in(MeterRegistry registry) {
        return new Meters(registry);
    }

    /** A registry that Prometheus can scrape. */
    public static PrometheusMeterRegistry prometheus() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    /** Reports that did not count, by reason: {@code STALE_ATTEMPT}, {@code DUPLICATE}, {@code UNKNOWN_TRIAL}. */
    public Counter refusedReports(String reason) {
        return Counter.builder("barograph.reports.refused")
                .description("Reports of workers that did not count, by reason")
                .tag("reason", reason)
                .register(registry);
    }

    /** Entries appended to the logs of sweeps. */
    public Counter logEntries() {
        return Counter.builder("barograph.store.entries")
                .description("Entries appended to the logs of sweeps")
                .register(registry);
    }

    /** Time of a commit of the scheduler, from handing the batch over to its confirmation. */
    public Timer commits() {
        return Timer.builder("barograph.store.commit")
                .description("Time of a commit of the scheduler")
                .register(registry);
    }
}
