package io.barograph.api.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.barograph.api.Jackson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The published JSON Schema of sweep specs and what it says about a document. */
final class SpecSchema {
    private static final String RESOURCE = "/io/barograph/api/sweep-spec.schema.json";
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final JsonNode NODE = load();
    private static final Schema SCHEMA = REGISTRY.getSchema(NODE);

    private SpecSchema() {}

    static JsonNode node() {
        return NODE;
    }

    static List<SpecProblem> problems(JsonNode document, Places places) {
        return translate(SCHEMA, document, "", places);
    }

    /** What is wrong with {@code value} as value of a training key such as {@code prune.learningRate}. */
    static List<SpecProblem> trainingValueProblems(String key, JsonNode value, String pointer, Places places) {
        String path = "/properties/training/properties/" + key.replace(".", "/properties/");
        return translate(REGISTRY.getSchema(NODE.at(path)), value, pointer, places);
    }

    private static List<SpecProblem> translate(Schema schema, JsonNode value, String base, Places places) {
        SchemaMessages messages = new SchemaMessages(NODE, base, places);
        return schema.validate(value).stream()
                .filter(SpecSchema::isOfItsType)
                .map(messages::problem)
                .distinct()
                .toList();
    }

    /** The validator also looks for equal values in a group of keys, whose type is wrong already. */
    private static boolean isOfItsType(Error error) {
        return !error.getKeyword().equals("uniqueItems")
                || error.getInstanceNode().isArray();
    }

    private static JsonNode load() {
        try (InputStream in = SpecSchema.class.getResourceAsStream(RESOURCE)) {
            return Jackson.mapper().readTree(Objects.requireNonNull(in, RESOURCE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
