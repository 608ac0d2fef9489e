package io.barograph.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Addresses the numbers of a {@link TrainingSpec} by dotted keys. */
final class TrainingKeys {
    static final SortedSet<String> ALL = Collections.unmodifiableSortedSet(leaves("", tree(TrainingSpec.DEFAULT)));

    private TrainingKeys() {}

    static TrainingSpec apply(TrainingSpec training, Map<String, ?> parameters) {
        ObjectNode root = tree(training);
        parameters.forEach((key, value) -> replace(root, key, value));
        try {
            return Jackson.mapper().treeToValue(root, TrainingSpec.class);
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(cause.getMessage(), e);
        }
    }

    private static void replace(ObjectNode root, String key, Object value) {
        TrainingSpec.requireKey(key);
        if (!(value instanceof Number number)) {
            throw new IllegalArgumentException("parameter " + key + " must be a number, was " + value);
        }
        int dot = key.lastIndexOf('.');
        ObjectNode owner = dot < 0 ? root : (ObjectNode) root.get(key.substring(0, dot));
        String leaf = key.substring(dot + 1);
        if (owner.get(leaf).isInt()) {
            owner.put(leaf, Math.toIntExact(Math.round(number.doubleValue())));
        } else {
            owner.put(leaf, number.doubleValue());
        }
    }

    private static ObjectNode tree(TrainingSpec training) {
        return Jackson.mapper().valueToTree(training);
    }

    private static SortedSet<String> leaves(String prefix, JsonNode node) {
        SortedSet<String> keys = new TreeSet<>();
        node.properties().forEach(entry -> {
            String key = prefix + entry.getKey();
            if (entry.getValue().isObject()) {
                keys.addAll(leaves(key + ".", entry.getValue()));
            } else if (entry.getValue().isNumber()) {
                keys.add(key);
            }
        });
        return keys;
    }
}
