package io.barograph.api.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Says a schema violation in words: what was found, what is allowed, what was probably meant. */
final class SchemaMessages {
    private static final int LONGEST_SHOWN = 60;
    private static final String HASH = "^[0-9a-f]{64}$";

    private final JsonNode schema;
    private final String base;
    private final Places places;

    SchemaMessages(JsonNode schema, String base, Places places) {
        this.schema = schema;
        this.base = base;
        this.places = places;
    }

    SpecProblem problem(Error error) {
        String pointer = base + error.getInstanceLocation();
        JsonNode value = error.getInstanceNode();
        JsonNode rule = error.getSchemaNode();
        String found = show(value);
        return switch (error.getKeyword()) {
            case "additionalProperties" -> unknownKey(pointer, error);
            case "required" -> missing(pointer, error);
            case "type" -> wrongType(pointer, value, rule);
            case "enum" -> places.problem(pointer, found + " is not allowed", enumFix(value, rule));
            case "const" -> places.problem(pointer, found + " is not allowed", "write " + rule.asText());
            case "minimum" -> places.problem(pointer, found + " is too small", "the least is " + rule);
            case "maximum" -> places.problem(pointer, found + " is too large", "the largest is " + rule);
            case "exclusiveMinimum" -> places.problem(pointer, found + " is too small", "it must be above " + rule);
            case "minItems" -> places.problem(pointer, "the list is empty", "give at least one value");
            case "maxItems" ->
                places.problem(pointer, "the list has " + value.size() + " values", "give at most " + rule);
            case "uniqueItems" -> duplicate(pointer, value);
            case "minLength" -> places.problem(pointer, "the text is empty", "give a value or remove the key");
            case "pattern" -> mismatch(pointer, found, rule.asText());
            default -> places.problem(pointer, error.getMessage(), "see the schema");
        };
    }

    private SpecProblem mismatch(String pointer, String found, String pattern) {
        return pattern.equals(HASH)
                ? places.problem(pointer, found + " is no SHA-256", "write the 64 digits of barograph data hash")
                : places.problem(pointer, found + " is no valid name", "use 1 to 63 of a-z, 0-9 and inner hyphens");
    }

    private SpecProblem unknownKey(String pointer, Error error) {
        String key = error.getProperty();
        SortedSet<String> known = new TreeSet<>();
        owner(error).path("properties").fieldNames().forEachRemaining(known::add);
        String fix = "known keys are " + String.join(", ", known);
        String meant = Suggestions.nearest(key, known);
        List<String> elsewhere = new ArrayList<>();
        known.stream().filter(name -> name.endsWith("." + key)).forEach(elsewhere::add);
        if (elsewhere.isEmpty()) {
            collectElsewhere(schema.path("properties"), "", key, elsewhere);
        }
        if (meant != null) {
            fix = "did you mean '" + meant + "'?";
        } else if (!elsewhere.isEmpty()) {
            fix = "did you mean " + String.join(" or ", elsewhere) + "?";
        }
        return places.keyProblem(Places.child(pointer, key), "unknown key '" + key + "'", fix);
    }

    private JsonNode owner(Error error) {
        return schema.at(error.getSchemaLocation().getFragment().toString().replaceFirst("/[^/]*$", ""));
    }

    private static void collectElsewhere(JsonNode properties, String prefix, String key, List<String> found) {
        properties.properties().forEach(entry -> {
            String path = prefix + entry.getKey();
            if (entry.getKey().equals(key)) {
                found.add(path);
            }
            collectElsewhere(entry.getValue().path("properties"), path + ".", key, found);
        });
    }

    private SpecProblem missing(String pointer, Error error) {
        String key = error.getProperty();
        JsonNode wanted = owner(error).path("properties").path(key);
        String fix = "add it";
        if (wanted.has("const")) {
            fix = "add " + key + ": " + wanted.get("const").asText();
        } else if (wanted.has("enum")) {
            fix = "add it: one of " + String.join(", ", names(wanted.get("enum")));
        } else if (wanted.has("description")) {
            fix = "add it: " + wanted.get("description").asText().replaceFirst("\\.$", "");
        }
        return places.problem(pointer, "key '" + key + "' is missing", fix);
    }

    private static String enumFix(JsonNode value, JsonNode allowed) {
        List<String> names = names(allowed);
        String meant = value.isTextual() ? Suggestions.nearest(value.asText(), names) : null;
        return meant == null ? "use one of " + String.join(", ", names) : "did you mean " + meant + "?";
    }

    private static List<String> names(JsonNode choices) {
        List<String> names = new ArrayList<>();
        choices.forEach(choice -> names.add(choice.asText()));
        return names;
    }

    private SpecProblem wrongType(String pointer, JsonNode value, JsonNode rule) {
        String wanted = type(rule);
        if (value.isNull()) {
            return places.problem(pointer, "there is no value", "give " + wanted + " or remove the key");
        }
        if (wanted.equals("null")) {
            return places.problem(pointer, show(value) + " means nothing with the grid sampler", "remove the key");
        }
        return places.problem(pointer, show(value) + " is not " + wanted, typeFix(value, rule));
    }

    private static String typeFix(JsonNode value, JsonNode rule) {
        boolean number = type(rule).contains("number");
        if (value.isTextual() && number && value.asText().matches("[0-9]{1,9}/[1-9][0-9]{0,8}")) {
            String[] parts = value.asText().split("/", -1);
            return "write " + Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
        }
        if (value.isTextual() && value.asText().endsWith("%") && number) {
            return "write a fraction, for example 0.25 for 25 %";
        }
        return "write " + type(rule);
    }

    private static String type(JsonNode rule) {
        List<String> types = new ArrayList<>();
        (rule.isArray() ? rule : List.of(rule))
                .forEach(type -> types.add(
                        switch (type.asText()) {
                            case "integer" -> "a whole number";
                            case "number" -> "a number";
                            case "string" -> "a text";
                            case "boolean" -> "true or false";
                            case "array" -> "a list";
                            case "object" -> "a group of keys";
                            default -> "null";
                        }));
        return String.join(" or ", types);
    }

    private SpecProblem duplicate(String pointer, JsonNode list) {
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            if (!seen.add(list.get(i))) {
                return places.problem(pointer + "/" + i, show(list.get(i)) + " stands twice", "remove one of them");
            }
        }
        return places.problem(pointer, "a value stands twice", "remove one of them");
    }

    static String show(JsonNode value) {
        if (value.isTextual()) {
            String text = value.asText();
            return "'" + (text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text) + "'";
        }
        return value.isObject() ? "a group of keys" : value.isArray() ? "a list" : value.toString();
    }
}
