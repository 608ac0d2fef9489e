package io.barograph.bench.dispatch;

import io.barograph.metrics.Meters;
import io.barograph.metrics.ProcessMeters;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Meters as an orchestrator or worker that Prometheus scrapes has them, read three times as often as ours are in Kubernetes. */
final class ScrapedMeters {
    private static final int SCRAPE_SECONDS = 5;
    private static final String WANTED = "BAROGRAPH_BENCH_METRICS";

    private ScrapedMeters() {}

    /** The environment of members that are to be measured, or not. */
    static Map<String, String> environment(boolean wanted) {
        return wanted ? Map.of(WANTED, "true") : Map.of();
    }

    static boolean wanted() {
        return System.getenv(WANTED) != null;
    }

    static Meters start() {
        Meters meters = Meters.in(Meters.prometheus());
        ProcessMeters.bind(meters, "bench", List.of());
        Executors.newSingleThreadScheduledExecutor(task -> {
                    Thread thread = new Thread(task, "bench-scrapes");
                    thread.setDaemon(true);
                    return thread;
                })
                .scheduleAtFixedRate(() -> meters.scrape(null), SCRAPE_SECONDS, SCRAPE_SECONDS, TimeUnit.SECONDS);
        return meters;
    }
}
