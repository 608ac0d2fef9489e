package io.barograph.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The meters of one process, made when they are first used. Thread-safe. */
public final class Meters {
    private static final String OF_VERTX = "vertx.";

    private final MeterRegistry registry;
    private final GaugeSheet sheet = new GaugeSheet();
    private final Map<Series, Object> made = new ConcurrentHashMap<>();

    private record Series(Metric metric, Tags labels) {}

    private Meters(MeterRegistry registry) {
        this.registry = registry;
        if (registry instanceof PrometheusMeterRegistry prometheus) {
            prometheus.getPrometheusRegistry().register(sheet);
        }
    }

    /** Once for a registry: the gauges of {@link #sheet} are read with those of the registry if it is Prometheus's. */
    public static Meters in(MeterRegistry registry) {
        return new Meters(registry);
    }

    /** A registry that Prometheus can scrape; without meters of libraries whose names are not as Prometheus wants them. */
    public static PrometheusMeterRegistry prometheus() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"))
                // Made anew with every request, of which Micrometer warns.
                .meterFilter(MeterFilter.denyNameStartsWith("vertx.http.server.active"));
        return registry;
    }

    /** Whether anybody can scrape what is measured. */
    public boolean areRead() {
        return registry instanceof PrometheusMeterRegistry;
    }

    /** What the meters are made in, for those of libraries. */
    public MeterRegistry registry() {
        return registry;
    }

    /**
     * Makes a Vert.x with these options measure its event bus, HTTP server and worker pools. One at a time: what an earlier
     * one counted is forgotten.
     */
    public VertxBuilder measuring(VertxOptions options) {
        registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(OF_VERTX))
                .forEach(registry::remove);
        options.setMetricsOptions(new MicrometerMetricsOptions()
                .setEnabled(true)
                .addDisabledMetricsCategory(MetricsDomain.HTTP_CLIENT)
                .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT)
                .addDisabledMetricsCategory(MetricsDomain.NET_SERVER)
                .addDisabledMetricsCategory(MetricsDomain.DATAGRAM_SOCKET));
        return Vertx.builder().with(options).withMetrics(new MicrometerMetricsFactory(registry) {
            @Override
            public VertxMetrics metrics(VertxOptions measured) {
                return new MeasuredVertx(super.metrics(measured), new BusMeters(registry));
            }
        });
    }

    /**
     * Everything that is measured, as text; nothing if the registry is not Prometheus's. Takes some milliseconds.
     *
     * @param accept the request's header, or null
     */
    public Scrape scrape(@Nullable String accept) {
        return Scrape.of(registry, accept);
    }

    /** Gauges that are renewed together. */
    public GaugeSheet sheet() {
        return sheet;
    }

    /** @param labels values of {@link Metric#labels}, in their order */
    public Counter counter(Metric metric, String... labels) {
        return made(metric, Metric.Kind.COUNTER, Counter.class, labels, tags -> Counter.builder(metric.meter())
                .description(metric.help())
                .baseUnit(metric.unit())
                .tags(tags)
                .register(registry));
    }

    /** @param labels values of {@link Metric#labels}, in their order */
    public Timer timer(Metric metric, String... labels) {
        return made(metric, Metric.Kind.TIMER, Timer.class, labels, tags -> Timer.builder(metric.meter())
                .description(metric.help())
                .serviceLevelObjectives(
                        Objects.requireNonNull(metric.buckets()).bounds().toArray(Duration[]::new))
                .tags(tags)
                .register(registry));
    }

    /** @param labels values of {@link Metric#labels}, in their order */
    public DistributionSummary summary(Metric metric, String... labels) {
        return made(metric, Metric.Kind.SUMMARY, DistributionSummary.class, labels, tags -> DistributionSummary.builder(
                        metric.meter())
                .description(metric.help())
                .baseUnit(metric.unit())
                .tags(tags)
                .register(registry));
    }

    /** A gauge that is asked at every scrape, instead of the one that was given before; quick and thread-safe. */
    public void gauge(Metric metric, Supplier<Number> value, String... labels) {
        made(metric, Metric.Kind.GAUGE, AskedGauge.class, labels, tags -> {
                    AskedGauge gauge = new AskedGauge(value);
                    Gauge.builder(metric.meter(), gauge, AskedGauge::value)
                            .description(metric.help())
                            .baseUnit(metric.unit())
                            .tags(tags)
                            .strongReference(true)
                            .register(registry);
                    return gauge;
                })
                .asked = value;
    }

    /** Asks whoever was named last. */
    private static final class AskedGauge {
        private volatile Supplier<Number> asked;

        private AskedGauge(Supplier<Number> asked) {
            this.asked = asked;
        }

        private double value() {
            return asked.get().doubleValue();
        }
    }

    private <T> T made(Metric metric, Metric.Kind kind, Class<T> type, String[] labels, Function<Tags, T> maker) {
        if (metric.kind() != kind || labels.length != metric.labels().size()) {
            throw new IllegalArgumentException(metric + " is not a " + kind + " with " + labels.length + " labels");
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < labels.length; i++) {
            tags = tags.and(metric.labels().get(i), labels[i]);
        }
        return type.cast(made.computeIfAbsent(new Series(metric, tags), key -> maker.apply(key.labels())));
    }
}
