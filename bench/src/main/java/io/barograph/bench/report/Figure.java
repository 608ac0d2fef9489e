package io.barograph.bench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * One measured number.
 *
 * @param least what is asked, or negative infinity
 * @param most what is asked, or infinity
 */
public record Figure(String what, double value, String unit, double least, double most) {
    public static Figure of(String what, double value, String unit) {
        return new Figure(what, value, unit, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    public Figure atLeast(double asked) {
        return new Figure(what, value, unit, asked, most);
    }

    public Figure atMost(double asked) {
        return new Figure(what, value, unit, least, asked);
    }

    private boolean met() {
        return value >= least && value <= most;
    }

    private String asked() {
        if (Double.isFinite(least)) {
            return String.format(Locale.ROOT, "asked: at least %,.0f: %s", least, met() ? "met" : "MISSED");
        }
        return Double.isFinite(most)
                ? String.format(Locale.ROOT, "asked: at most %,.0f: %s", most, met() ? "met" : "MISSED")
                : "";
    }

    /** The figure as a line of a table. */
    public String line() {
        return String.format(Locale.ROOT, "  %-52s %,12.2f %-10s %s", what, value, unit, asked())
                .stripTrailing();
    }

    public ObjectNode in(ObjectNode node) {
        node.put("what", what).put("value", value).put("unit", unit);
        if (!asked().isEmpty()) {
            node.put("asked", Double.isFinite(least) ? least : most).put("met", met());
        }
        return node;
    }
}
