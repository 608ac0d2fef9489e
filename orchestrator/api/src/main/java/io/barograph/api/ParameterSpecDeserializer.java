package io.barograph.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import java.util.List;

/** Reads a list as {@link ParameterSpec.Choices} and an object as {@link ParameterSpec.Range}. */
final class ParameterSpecDeserializer extends JsonDeserializer<ParameterSpec> {
    @Override
    public ParameterSpec deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            return new ParameterSpec.Choices(List.of(context.readValue(parser, Double[].class)));
        }
        return context.readValue(parser, ParameterSpec.Range.class);
    }
}
