package io.barograph.metrics;

import java.util.Arrays;
import java.util.Locale;

/** The reference page of all metrics, made of their declarations. */
public final class MetricsReference {
    private static final String HEAD =
            """
            # Metrics

            Every metric of Barograph's own; made from [their declarations](../../metrics/src/main/java/io/barograph/metrics/Metric.java).
            A histogram adds `_bucket`, `_sum` and `_count` to its name. Beside these there are the meters of the JVM, the
            process, the database pool and the event bus, under the names of their libraries (`jvm_`, `process_`, `disk_`,
            `hikaricp_`, `vertx_`).

            Labels are bounded: never a trial. At most 100 sweeps are exported, running ones first, and those that ended
            within the last hour; of each at most 64 places of its front. Budgets are rounded up to 1, 1/2, 1/4 … 1/1024.
            Of what trials require (`requires`) `any worker` is shown always, and the 16 sets of labels that most trials wait
            for; the rest is `other labels`.
            What the leader exports comes from the store; after a change of the leader take `max by (sweep) (…)`, because
            the last values of the one before may be seen for a while.
            """;

    private MetricsReference() {}

    /** Markdown. */
    public static String page() {
        StringBuilder page = new StringBuilder(HEAD);
        section(page, Metric.Source.LEADER, "The orchestrator that leads, from what is stored");
        section(page, Metric.Source.ORCHESTRATOR, "Every orchestrator, of itself");
        section(page, Metric.Source.WORKER, "Every worker, of itself");
        section(page, Metric.Source.GPU_WORKER, "Every worker that trains on GPUs, of itself");
        section(page, Metric.Source.BOTH, "Every process, of itself");
        histograms(page);
        return page.toString();
    }

    private static void histograms(StringBuilder page) {
        page.append("\n## Buckets of histograms\n\n| histogram | upper bounds in seconds |\n|---|---|\n");
        for (Metric metric : Metric.values()) {
            Buckets buckets = metric.buckets();
            if (buckets != null) {
                page.append("| `" + metric.prometheusName() + "` | " + buckets.described() + " |\n");
            }
        }
    }

    private static void section(StringBuilder page, Metric.Source source, String title) {
        page.append("\n## ").append(title).append("\n\n| metric | kind | labels | meaning |\n|---|---|---|---|\n");
        Arrays.stream(Metric.values())
                .filter(metric -> metric.source() == source)
                .forEach(metric -> page.append("| `")
                        .append(metric.prometheusName())
                        .append("` | ")
                        .append(
                                metric.kind() == Metric.Kind.TIMER
                                        ? "histogram"
                                        : metric.kind().name().toLowerCase(Locale.ROOT))
                        .append(" | ")
                        .append(metric.labels().isEmpty() ? "" : "`" + String.join("`, `", metric.labels()) + "`")
                        .append(" | ")
                        .append(metric.help())
                        .append(" |\n"));
    }
}
