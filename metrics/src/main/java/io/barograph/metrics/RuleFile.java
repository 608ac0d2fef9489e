package io.barograph.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.Jackson;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The rules of a file, read. */
record RuleFile(List<Recorded> records, List<Alert> alerts) {
    RuleFile {
        records = List.copyOf(records);
        alerts = List.copyOf(alerts);
    }

    /** A recording rule. */
    record Recorded(String name, String expression) {}

    record Alert(String name, String expression, String severity, String summary, String runbook) {}

    static RuleFile of(Rules rules) {
        List<Recorded> records = new ArrayList<>();
        List<Alert> alerts = new ArrayList<>();
        Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(rules.file());
        JsonNode file = Jackson.mapper().valueToTree(loaded);
        for (JsonNode group : file.path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                String expression = rule.path("expr").asText();
                if (rule.has("record")) {
                    records.add(new Recorded(rule.path("record").asText(), expression));
                } else {
                    alerts.add(new Alert(
                            rule.path("alert").asText(),
                            expression,
                            rule.path("labels").path("severity").asText(),
                            rule.path("annotations").path("summary").asText(),
                            rule.path("annotations").path("runbook_url").asText()));
                }
            }
        }
        return new RuleFile(records, alerts);
    }
}
