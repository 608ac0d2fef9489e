package io.barograph.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.Jackson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Everything that Prometheus is asked by our dashboards and rules. */
public final class Expressions {
    /** Dashboards by the names of their files. */
    static final List<String> DASHBOARDS = List.of("fleet", "sweep", "worker", "store");

    /** What Grafana puts in for a variable, and for its intervals. */
    private static final List<String[]> VARIABLES = List.of(
            new String[] {"$__rate_interval", "1m"}, new String[] {"$sweep", ".*"}, new String[] {"$instance", ".*"});

    private Expressions() {}

    /**
     * An expression in PromQL.
     *
     * @param name where it stands: dashboard, panel and query, or the recorded series
     */
    public record Named(String name, String expression) {
        /** Whether it has data only where a worker trains on a GPU. */
        public boolean needsGpu() {
            return Arrays.stream(Metric.values())
                    .filter(metric -> metric.source() == Metric.Source.GPU_WORKER)
                    .anyMatch(metric -> expression.contains(metric.prometheusName()));
        }
    }

    /**
     * All of the panels of dashboards, and of the recording rules, on whose values the alerts decide. None
     * refers to a recorded series. Variables stand for every sweep, job and process.
     */
    public static List<Named> all() {
        List<Named> all = new ArrayList<>();
        for (String dashboard : DASHBOARDS) {
            panels(dashboard, dashboard(dashboard), all);
        }
        Rules rules = Rules.of(Map.of(RuleParameter.JOB_PATTERN.key(), ".*"));
        for (RuleFile.Recorded recorded : RuleFile.of(rules).records()) {
            all.add(new Named("rules: " + recorded.name(), recorded.expression()));
        }
        return List.copyOf(all);
    }

    static JsonNode dashboard(String name) {
        String file = "dashboards/" + name + ".json";
        try (InputStream json = Objects.requireNonNull(Expressions.class.getResourceAsStream(file), file)) {
            return Jackson.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void panels(String dashboard, JsonNode parent, List<Named> all) {
        for (JsonNode panel : parent.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String name = dashboard + ": " + panel.path("title").asText() + ": "
                        + target.path("refId").asText();
                all.add(new Named(name, filled(target.path("expr").asText())));
            }
            panels(dashboard, panel, all);
        }
    }

    private static String filled(String expression) {
        String filled = expression;
        for (String[] variable : VARIABLES) {
            filled = filled.replace(variable[0], variable[1]);
        }
        return filled;
    }
}
