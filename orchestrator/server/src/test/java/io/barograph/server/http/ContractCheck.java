package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.barograph.server.http.TestingApi.Answer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Holds answers against the OpenAPI document: status, type and content. */
final class ContractCheck {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final JsonNode document;
    private final Map<String, JsonNode> operations = new HashMap<>();
    private final Map<String, Schema> schemas = new HashMap<>();

    ContractCheck(String document) throws JsonProcessingException {
        this.document = MAPPER.readTree(document);
        this.document
                .path("paths")
                .forEach(path -> path.forEach(operation -> {
                    if (operation.has("operationId")) {
                        operations.put(operation.path("operationId").asText(), operation);
                    }
                }));
    }

    /** Every operation by its id, as the document has it. */
    Map<String, JsonNode> operations() {
        return operations;
    }

    /** Fails if the document does not allow this answer. */
    void check(String operation, Answer answer) {
        JsonNode responses = resolved(Objects.requireNonNull(operations.get(operation), operation))
                .path("responses");
        String status = String.valueOf(answer.status());
        JsonNode response = resolved(responses.has(status) ? responses.path(status) : responses.path("default"));
        assertThat(answer.status() < 400 && !responses.has(status))
                .as("%s answered %s, which is not documented", operation, status)
                .isFalse();
        JsonNode content = response.path("content");
        if (content.isEmpty()) {
            assertThat(answer.body()).as("%s %s", operation, status).isEmpty();
            return;
        }
        String type = answer.header("Content-Type").split(";", 2)[0];
        assertThat(content.has(type) || type.equals("text/markdown") || type.equals("application/zip"))
                .as("%s answered %s with type %s", operation, status, type)
                .isTrue();
        if (type.endsWith("json")) {
            checkJson(operation, content.path(type).path("schema"), answer);
        }
    }

    private void checkJson(String operation, JsonNode schema, Answer answer) {
        try {
            JsonNode body = MAPPER.readTree(answer.body());
            assertThat(compiled(schema).validate(body))
                    .as("%s answered %s %s", operation, answer.status(), answer.text())
                    .isEmpty();
        } catch (java.io.IOException e) {
            throw new AssertionError(operation + " answered no JSON: " + answer.text(), e);
        }
    }

    private Schema compiled(JsonNode schema) {
        return schemas.computeIfAbsent(schema.toString(), text -> {
            ObjectNode whole = schema.deepCopy();
            whole.set("components", document.path("components"));
            return registry.getSchema(whole);
        });
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }
}
