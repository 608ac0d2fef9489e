package io.barograph.api.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Reads plain YAML scalars by the core schema of YAML 1.2, which agrees with JSON: {@code 1e-3} is a number,
 * {@code 010} is ten, {@code yes} and {@code 1:30} are text.
 */
final class YamlScalars {
    private static final long MAX_EXACT = 1L << 52;
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,100}");
    private static final Pattern REAL =
            Pattern.compile("[-+]?(\\.[0-9]{1,100}|[0-9]{1,100}(\\.[0-9]{0,100})?)([eE][-+]?[0-9]{1,4})?");

    private YamlScalars() {}

    static JsonNode plain(String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        switch (text) {
            case "", "~", "null", "Null", "NULL" -> {
                return nodes.nullNode();
            }
            case "true", "True", "TRUE" -> {
                return nodes.booleanNode(true);
            }
            case "false", "False", "FALSE" -> {
                return nodes.booleanNode(false);
            }
            default -> {
                return number(text);
            }
        }
    }

    private static JsonNode number(String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (WHOLE.matcher(text).matches()) {
            BigInteger whole = new BigInteger(text);
            return whole.bitLength() < Long.SIZE ? nodes.numberNode(whole.longValue()) : nodes.numberNode(whole);
        }
        if (REAL.matcher(text).matches()) {
            double value = Double.parseDouble(text);
            if (value == Math.rint(value) && Math.abs(value) <= MAX_EXACT) {
                return nodes.numberNode((long) value);
            }
            if (Double.isFinite(value)) {
                return nodes.numberNode(value);
            }
        }
        return nodes.textNode(text);
    }
}
