package io.barograph.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Recording rules and alerts for Prometheus. */
public final class Rules {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");
    private static final String OBJECT =
            """
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: barograph
              labels:
                app.kubernetes.io/name: barograph
            spec:
            """;

    private final String groups;

    private Rules(Map<String, String> values) {
        groups = PLACEHOLDER
                .matcher(template())
                .replaceAll(place -> Matcher.quoteReplacement(Objects.requireNonNull(values.get(place.group(1)))));
    }

    /** With every parameter at its default. */
    public static Rules standard() {
        return of(Map.of());
    }

    /**
     * @param changes values that differ from their defaults, by {@link RuleParameter#key}
     * @throws IllegalArgumentException with all that is wrong, and the known parameters
     */
    public static Rules of(Map<String, String> changes) {
        Map<String, String> values = new HashMap<>();
        Map<String, String> unknown = new TreeMap<>(changes);
        List<String> problems = new ArrayList<>();
        for (RuleParameter parameter : RuleParameter.values()) {
            String value = changes.getOrDefault(parameter.key(), parameter.value());
            unknown.remove(parameter.key());
            if (!parameter.kind().allows(value) || !compiles(parameter, value)) {
                problems.add(parameter.key() + " must be " + parameter.kind().allowed() + ", was '" + value + "'");
            }
            values.put(parameter.key(), value);
        }
        unknown.keySet().forEach(key -> problems.add("there is no parameter '" + key + "'"));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    String.join("; ", problems) + "; the parameters are " + RuleParameter.known());
        }
        return new Rules(values);
    }

    /** A file of rules, for Prometheus's {@code rule_files}. */
    public String file() {
        return groups;
    }

    /** The same as an object for the Prometheus operator in Kubernetes. */
    public String kubernetesObject() {
        return OBJECT + groups.indent(2);
    }

    private static boolean compiles(RuleParameter parameter, String value) {
        if (parameter.kind() != RuleParameter.Kind.PATTERN) {
            return true;
        }
        try {
            Pattern.compile(value);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static String template() {
        try (InputStream text = Objects.requireNonNull(Rules.class.getResourceAsStream("rules.yaml"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
