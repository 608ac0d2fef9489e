package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.api.Jackson;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.server.TestingSpecs;
import io.barograph.server.http.TestingApi.Answer;
import io.vertx.openapi.contract.Operation;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Wild requests end in clean errors. The property {@code barograph.fuzz} says how many; what they covered is printed.
 */
class FuzzTest {
    private static final int INPUTS = Integer.getInteger("barograph.fuzz", 4000);
    private static final int AT_ONCE = 16;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Values that are wrong in most places. */
    static final List<String> VALUES = List.of(
            "0",
            "-1",
            "1",
            "2.5",
            "1e308",
            "-0.0",
            "9223372036854775808",
            "true",
            "null",
            "\"\"",
            "\"x\"",
            "\"1/4\"",
            "\"../../etc/passwd\"",
            "\"\\u0000\"",
            "\"\uD83D\uDE00\"",
            "[]",
            "{}",
            "[[[]]]",
            "[1, 1]",
            "[0.5, 2]",
            "{\"min\": 2, \"max\": 1}",
            "[\"a\", 1, null]",
            "\"" + "a".repeat(70) + "\"");

    private static final List<String> PIECES = List.of(
            "none",
            "held",
            "..",
            "%2e%2e",
            "%00",
            "t0001",
            "t0001.onnx",
            "a".repeat(80),
            "%F0%9F%98%80",
            "A",
            "",
            "-",
            "*",
            "%2f",
            "1",
            "events",
            "front",
            "artifacts",
            "cancel");
    private static final List<String> QUERIES = List.of(
            "",
            "?limit=1",
            "?limit=-1",
            "?limit=1e3",
            "?limit=99999999999999999999",
            "?cursor=x",
            "?cursor=1&cursor=2",
            "?after=-1",
            "?state=FAILED",
            "?state=%00",
            "?x=" + "y".repeat(500),
            "?limit",
            "?%",
            "?after=9223372036854775807");
    private static final List<String> HEADERS = List.of(
            "If-None-Match: *",
            "If-None-Match: \"",
            "Last-Event-ID: 1-1",
            "Last-Event-ID: -",
            "Range: bytes=0-",
            "Range: bytes=5-1",
            "Accept: text/csv",
            "Accept: */*;q=nonsense",
            "Accept: ,",
            "Accept: text/html",
            "Content-Type: application/json",
            "Content-Type: nonsense",
            "Content-Type: text/plain;charset=x",
            "Accept-Encoding: gzip;q=0",
            "Idempotency-Key: k",
            "X: " + "z".repeat(2000));

    private final Random random = new Random(11);
    private final List<String> paths = new ArrayList<>(schemaPaths());
    private final Set<String> specPathsUsed = new TreeSet<>();
    private final Map<String, Integer> statuses = new TreeMap<>();
    private final Set<String> reached = new TreeSet<>();

    @Test
    void wildRequestsEndInCleanErrors() throws Exception {
        try (TestingApi api = TestingApi.guarded()) {
            ContractCheck contract =
                    new ContractCheck(api.get("/api/v1/openapi.json").text());
            Contract operations = TestingApi.await(Contract.load(api.vertx));
            List<Operation> all = operations.openApi().operations();
            String valid = Jackson.mapper().writeValueAsString(TestingSpecs.sweep("held"));
            assertThat(api.submit(valid, "held").status()).isEqualTo(201);
            Map<String, Integer> handled = new HashMap<>();
            for (int sent = 0; sent < INPUTS; sent += AT_ONCE) {
                List<Wild> batch = new ArrayList<>();
                for (int i = sent; i < Math.min(INPUTS, sent + AT_ONCE); i++) {
                    Wild wild = next(api, all, valid, i);
                    if (wild != null) {
                        batch.add(wild);
                    }
                }
                for (Wild wild : batch) {
                    String id = wild.operation();
                    Answer answer = wild.answer().get(60, TimeUnit.SECONDS);
                    statuses.merge(id + " " + answer.status(), 1, Integer::sum);
                    handled.merge(id, 1, Integer::sum);
                    if (isOfHandler(answer)) {
                        reached.add(id);
                    }
                    assertThat(answer.status()).as("%s: %s", id, answer.text()).isNotIn(500, 502, 504);
                    if (answer.status() >= 400) {
                        contract.check(id, answer);
                    }
                }
            }
            System.out.printf(
                    "%,d wild requests to %d operations; %d of %d keys of a spec were made wild; answers: %s%n",
                    INPUTS, handled.size(), specPathsUsed.size(), paths.size(), statuses);
            System.out.printf("%d of %d handlers were reached%n", reached.size(), all.size());
            assertThat(handled).hasSize(all.size());
            assertThat(reached).hasSize(all.size());
            assertThat(specPathsUsed).hasSameSizeAs(paths);
            assertThat(api.get("/api/v1/sweeps/held").status()).isEqualTo(200);
        }
    }

    private record Wild(String operation, CompletableFuture<Answer> answer) {}

    private @Nullable Wild next(TestingApi api, List<Operation> all, String valid, int i) throws Exception {
        Operation operation = any(all);
        boolean submits = operation.getOperationId().equals("submitSweep") || i % 3 == 0;
        HttpRequest.Builder request = submits
                ? wildSpec(api, valid, i)
                : wild(
                        api,
                        operation.getAbsoluteOpenAPIPath(),
                        operation.getHttpMethod().name());
        return request == null
                ? null
                : new Wild(submits ? "submitSweep" : operation.getOperationId(), api.sending(request));
    }

    /** Whether it was given by the operation itself and not by what stands before it. */
    private static boolean isOfHandler(Answer answer) {
        return answer.status() < 400
                || Set.of(409, 422, 426, 503).contains(answer.status())
                || answer.status() == 404 && !answer.json().getString("code").equals("NOT_FOUND");
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private HttpRequest.Builder wildSpec(TestingApi api, String valid, int i) throws Exception {
        byte[] body;
        if (random.nextInt(10) == 0) {
            body = valid.getBytes(StandardCharsets.UTF_8);
            for (int k = random.nextInt(8); k >= 0; k--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
        } else {
            ObjectNode spec = (ObjectNode) MAPPER.readTree(valid);
            spec.put("name", "wild-" + i);
            for (int k = random.nextInt(3); k >= 0; k--) {
                // Each path once in turn, so that none is left out.
                set(spec, k == 0 ? paths.get(i % paths.size()) : any(paths), MAPPER.readTree(any(VALUES)));
            }
            body = MAPPER.writeValueAsBytes(spec);
        }
        return api.to("/api/v1/sweeps", "submitter")
                .header("Idempotency-Key", "wild-" + i)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
    }

    private void set(ObjectNode spec, String path, JsonNode value) {
        specPathsUsed.add(path);
        String[] keys = path.substring(1).split("/", -1);
        ObjectNode at = spec;
        for (int i = 0; i < keys.length - 1; i++) {
            at = at.get(keys[i]) instanceof ObjectNode inner ? inner : at.putObject(keys[i]);
        }
        at.set(keys[keys.length - 1], value);
    }

    private HttpRequest.@Nullable Builder wild(TestingApi api, String template, String method) {
        boolean deletes = method.equals("DELETE"); // what is held stays
        boolean administers = deletes || template.contains("/tokens") || template.contains("/audit");
        StringBuilder path = new StringBuilder();
        for (String piece : template.substring(1).split("/", -1)) {
            boolean keep = random.nextInt(12) > 0;
            path.append('/')
                    .append(
                            piece.startsWith("{")
                                    ? deletes ? "gone" : random.nextInt(3) == 0 ? any(PIECES) : piece(piece)
                                    : keep ? piece : any(PIECES));
        }
        HttpRequest.Builder request;
        try {
            request = api.to(path + any(QUERIES), random.nextInt(20) == 0 ? null : administers ? "admin" : "submitter");
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            String[] header = any(HEADERS).split(": ", 2);
            request.setHeader(header[0], header[1]);
        }
        boolean stream = template.endsWith("/events");
        if (stream) {
            request.setHeader("Accept", "application/json"); // a stream would go on
        }
        if (method.equals("PATCH") && random.nextInt(3) == 0) {
            return request.setHeader("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString("{\"priority\": 1}"));
        }
        if (template.endsWith("/tokens") && method.equals("POST") && random.nextInt(3) == 0) {
            return request.setHeader("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString("{\"name\": \"gone\", \"role\": \"viewer\"}"));
        }
        return random.nextInt(3) == 0
                ? request.method(method, BodyPublishers.ofString(any(VALUES)))
                : request.method(method, BodyPublishers.noBody());
    }

    private static String piece(String parameter) {
        return parameter.equals("{trial}") ? "t0001" : parameter.equals("{name}") ? "t0001.onnx" : "held";
    }

    private static Set<String> schemaPaths() {
        try {
            JsonNode schema = MAPPER.readTree(SweepSpecReader.schema());
            Set<String> found = new TreeSet<>();
            walk(schema, schema, "", found);
            return found;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void walk(JsonNode root, JsonNode node, String path, Set<String> found) {
        node.path("properties").properties().forEach(property -> {
            found.add(path + "/" + property.getKey());
            walk(root, property.getValue(), path + "/" + property.getKey(), found);
        });
        for (String several : List.of("allOf", "anyOf", "oneOf")) {
            node.path(several).forEach(one -> walk(root, one, path, found));
        }
        if (node.has("then")) {
            walk(root, node.path("then"), path, found);
        }
        if (node.has("$ref")) {
            walk(root, root.at(node.path("$ref").asText().substring(1)), path, found);
        }
    }
}
