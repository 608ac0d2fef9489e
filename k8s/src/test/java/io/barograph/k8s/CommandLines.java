package io.barograph.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a container is started with. */
final class CommandLines {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");

    private CommandLines() {}

    /** Its variables with the values that they will have, as far as that is known: optional ones that nothing gives are left out. */
    static Map<String, String> environment(String overlay, Container container) {
        Map<String, ConfigMap> maps = Overlay.of(overlay).configMaps();
        Map<String, String> values = new LinkedHashMap<>();
        for (EnvVar variable : container.getEnv()) {
            EnvVarSource source = variable.getValueFrom();
            String value = source == null ? variable.getValue() : value(variable.getName(), source, maps);
            if (value != null) {
                values.put(variable.getName(), value);
            }
        }
        return values;
    }

    /** Its arguments as the kubelet hands them on. */
    static List<String> arguments(String overlay, Container container) {
        Map<String, String> values = environment(overlay, container);
        return container.getArgs().stream()
                .map(argument -> REFERENCE.matcher(argument).replaceAll(name -> {
                    assertThat(values).as(argument).containsKey(name.group(1));
                    return Matcher.quoteReplacement(String.valueOf(values.get(name.group(1))));
                }))
                .toList();
    }

    private static @Nullable String value(String name, EnvVarSource source, Map<String, ConfigMap> maps) {
        if (source.getConfigMapKeyRef() != null) {
            ConfigMap map = maps.get(source.getConfigMapKeyRef().getName());
            String key = source.getConfigMapKeyRef().getKey();
            String value = map == null ? null : map.getData().get(key);
            if (!Boolean.TRUE.equals(source.getConfigMapKeyRef().getOptional())) {
                assertThat(value).as(name + " has its key in a ConfigMap").isNotNull();
            }
            return value;
        }
        if (source.getFieldRef() != null) {
            return source.getFieldRef().getFieldPath().equals("status.podIP") ? "10.244.1.7" : "a-pod";
        }
        return source.getResourceFieldRef() == null ? "secret" : "4";
    }
}
