package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The values a training parameter may take. Written as a JSON list, or as an object {@code {min, max, log}} for the
 * random sampler.
 */
@JsonDeserialize(using = ParameterSpecDeserializer.class)
public sealed interface ParameterSpec {

    <R> R fold(Function<? super Choices, R> onChoices, Function<? super Range, R> onRange);

    /** Listed values, at least one, all different. */
    @JsonDeserialize(using = JsonDeserializer.None.class)
    record Choices(@JsonValue List<Double> values) implements ParameterSpec {
        public Choices {
            values = List.copyOf(values);
            Checks.require(!values.isEmpty(), values, "parameter values", values, "not be empty");
            Checks.require(
                    Set.copyOf(values).size() == values.size(), values, "parameter values", values, "all be different");
        }

        @Override
        public <R> R fold(Function<? super Choices, R> onChoices, Function<? super Range, R> onRange) {
            return onChoices.apply(this);
        }
    }

    /**
     * An interval to draw from.
     *
     * @param min inclusive lower end; positive if {@code log}
     * @param max inclusive upper end, above {@code min}
     * @param log draw the logarithm uniformly instead of the value
     */
    @JsonDeserialize(using = JsonDeserializer.None.class)
    record Range(double min, double max, boolean log) implements ParameterSpec {
        public Range {
            Checks.require(Double.isFinite(min) && Double.isFinite(max), min, "parameter range", min, "be finite");
            Checks.require(min < max, min, "parameter min", min, "be below max " + max);
            Checks.require(!log || min > 0, min, "parameter min", min, "be positive when log is true");
        }

        @Override
        public <R> R fold(Function<? super Choices, R> onChoices, Function<? super Range, R> onRange) {
            return onRange.apply(this);
        }
    }
}
