package io.barograph.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final PrometheusMeterRegistry registry = Meters.prometheus();
    private final Meters meters = Meters.in(registry);

    @Test
    void everyDeclaredMetricIsScrapedUnderItsNameAndHelp() {
        String text = text(TestingMeters.withEverything(), null);

        List<String> lines = text.lines().toList();
        for (Metric metric : Metric.values()) {
            String name = metric.prometheusName();
            boolean counted = metric.kind() == Metric.Kind.TIMER || metric.kind() == Metric.Kind.SUMMARY;
            String labels = metric.labels().stream()
                    .sorted()
                    .map(label -> label + "=\"" + label + "\"")
                    .collect(Collectors.joining(","));
            String series = name + (counted ? "_count" : "") + (labels.isEmpty() ? " " : "{" + labels + "} ");
            assertThat(lines.contains("# HELP " + name + " " + metric.help()))
                    .as("help of %s", name)
                    .isTrue();
            assertThat(lines.stream().anyMatch(line -> line.startsWith(series)))
                    .as(series)
                    .isTrue();
        }
        assertThat(Arrays.stream(Metric.values()).map(Metric::prometheusName)).doesNotHaveDuplicates();
    }

    @Test
    void aScrapeIsInTheFormatThatIsAskedFor() {
        assertThat(meters.scrape("text/plain").contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(meters.scrape("application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
                        .contentType())
                .startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(text("application/openmetrics-text")).endsWith("# EOF\n");
    }

    @Test
    void whatIsNotShownAnyMoreIsGone() {
        meters.sheet().show(new GaugeSheet.Page().put(Metric.SWEEP_READY, 3, "old"));
        meters.sheet().show(new GaugeSheet.Page().put(Metric.SWEEP_READY, 4, "new"));

        assertThat(text(null)).contains("{sweep=\"new\"} 4.0").doesNotContain("old");
    }

    @Test
    void aGaugeAsksWhoeverWasNamedLast() {
        meters.gauge(Metric.EVENT_LOOP_DELAY, () -> 7);
        meters.gauge(Metric.EVENT_LOOP_DELAY, () -> 1);

        assertThat(text(null)).contains(Metric.EVENT_LOOP_DELAY.prometheusName() + " 1.0");
    }

    @Test
    void aMetricIsUsedAsItIsDeclared() {
        assertThatThrownBy(() -> meters.counter(Metric.REPORTS_REFUSED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("REPORTS_REFUSED is not a COUNTER with 0 labels");
        assertThatThrownBy(() -> meters.timer(Metric.WORKERS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GaugeSheet.Page().put(Metric.SWEEP_READY, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void histogramsHaveBucketsForWhatTheyTime() {
        for (Metric metric : Metric.values()) {
            assertThat(metric.buckets() != null).as("%s", metric).isEqualTo(metric.kind() == Metric.Kind.TIMER);
        }
        assertThat(Buckets.values()).allSatisfy(buckets -> {
            assertThat(buckets.bounds()).doesNotHaveDuplicates().isSorted().hasSizeLessThanOrEqualTo(18);
        });
        assertThat(Buckets.ANSWER.bounds()).startsWith(Duration.ofMillis(1)).endsWith(Duration.ofMinutes(1));
        assertThat(Buckets.WAIT.bounds()).startsWith(Duration.ofMillis(100)).endsWith(Duration.ofDays(1));
        for (Buckets fine : List.of(Buckets.ANSWER, Buckets.WAIT)) {
            for (int i = 1; i < fine.bounds().size(); i++) {
                assertThat(fine.bounds().get(i))
                        .as("%s %s", fine, i)
                        .isLessThanOrEqualTo(fine.bounds().get(i - 1).multipliedBy(3));
            }
        }
        meters.timer(Metric.QUEUE_WAIT).record(Duration.ofHours(5));
        assertThat(text(null))
                .contains("barograph_queue_wait_seconds_bucket{le=\"14400.0\"} 0")
                .contains("barograph_queue_wait_seconds_bucket{le=\"28800.0\"} 1")
                .contains("barograph_queue_wait_seconds_bucket{le=\"0.1\"} 0");
    }

    @Test
    void aProcessSaysWhatItIs() {
        try (ProcessMeters process = ProcessMeters.bind(meters, "1.2.3", List.of())) {
            assertThat(text(null))
                    .contains("barograph_build_info{java=\"" + Runtime.version() + "\",version=\"1.2.3\"} 1")
                    .containsPattern("barograph_clock_seconds 1\\.\\d+E9")
                    .containsPattern("barograph_process_memory_bytes \\d\\.\\d+E")
                    .contains("jvm_memory_used_bytes");
        }
    }

    private String text(@Nullable String accept) {
        return text(meters, accept);
    }

    private static String text(Meters meters, @Nullable String accept) {
        return new String(meters.scrape(accept).body(), StandardCharsets.UTF_8);
    }
}
