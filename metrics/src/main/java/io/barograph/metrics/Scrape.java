package io.barograph.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The answer to one scrape, in Prometheus's text format or in OpenMetrics. */
public record Scrape(String contentType, byte[] body) {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    static Scrape of(MeterRegistry registry, @Nullable String accept) {
        boolean open = accept != null && accept.contains("application/openmetrics-text");
        String contentType = open ? OPEN_METRICS : TEXT;
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 16);
        if (registry instanceof PrometheusMeterRegistry prometheus) {
            try {
                prometheus.scrape(body, contentType);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Scrape(contentType, body.toByteArray());
    }
}
