package io.barograph.server.http;

import io.barograph.api.SweepReport;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.server.access.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI document, with the published schemas of sweep specs and fronts as parts of it. */
final class Contract {
    private static final String RESOURCE = "openapi.yaml";
    private static final long READING_SECONDS = 60;
    private static final String SCHEMAS = "#/components/schemas/";

    private final JsonObject document;
    private final OpenAPIContract contract;
    private final Map<String, Role> roles;
    private final List<Place> places;

    /** Where an operation is, as the router takes it: with any slashes behind. */
    private record Place(Pattern path, Operation operation) {
        static Place of(Operation operation) {
            String path = operation.getAbsoluteOpenAPIPath().replaceAll("\\{[^}]*}", "[^/]+");
            return new Place(Pattern.compile(path + "/*"), operation);
        }
    }

    private Contract(JsonObject document, OpenAPIContract contract) {
        this.document = document;
        this.contract = contract;
        this.roles = contract.operations().stream()
                .collect(Collectors.toUnmodifiableMap(Operation::getOperationId, Contract::role));
        this.places = contract.getPaths().stream() // those without parameters come first
                .flatMap(path -> path.getOperations().stream())
                .map(Place::of)
                .toList();
    }

    static Future<Contract> load(Vertx vertx) {
        Promise<Contract> loaded = Promise.promise();
        Thread reader = new Thread(
                () -> {
                    try {
                        JsonObject document = document();
                        loaded.complete(new Contract(document, read(checked(document))));
                    } catch (Exception e) {
                        loaded.fail(e);
                    }
                },
                "barograph-openapi");
        reader.setDaemon(true);
        reader.start();
        return loaded.future()
                .compose(contract -> vertx.executeBlocking(() -> contract, false)); // back to the caller's threads
    }

    /** The library reads its own schemas as files, which the Vert.x of an orchestrator does not offer. */
    private static OpenAPIContract read(JsonObject document) throws Exception {
        Vertx reader = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true));
        try {
            return await(OpenAPIContract.from(reader, document));
        } finally {
            await(reader.close());
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(READING_SECONDS, TimeUnit.SECONDS);
    }

    /** The router refuses documents with types that it cannot check, so it does not see these. */
    private static JsonObject checked(JsonObject document) {
        JsonObject copy = document.copy();
        keepJson(copy);
        return copy;
    }

    private static void keepJson(Object node) {
        if (node instanceof JsonObject object) {
            if (object.getValue("content") instanceof JsonObject content) {
                content.fieldNames().retainAll(Set.of("application/json"));
            }
            object.forEach(entry -> keepJson(entry.getValue()));
        } else if (node instanceof JsonArray array) {
            array.forEach(Contract::keepJson);
        }
    }

    private static Role role(Operation operation) {
        Object label = operation.getExtensions().get("x-role");
        return Role.ofLabel(String.valueOf(label));
    }

    /** The document itself, without references to anything outside of it. */
    JsonObject json() {
        return document;
    }

    OpenAPIContract openApi() {
        return contract;
    }

    /** The operation that a request asks for, or null if there is none. */
    @Nullable
    Operation operation(String path, HttpMethod method) {
        return places.stream()
                .filter(place -> place.operation().getHttpMethod().equals(method)
                        && place.path().matcher(path).matches())
                .map(Place::operation)
                .findFirst()
                .orElse(null);
    }

    /** The role that an operation needs at least. */
    Role role(String operationId) {
        return Objects.requireNonNull(roles.get(operationId), operationId);
    }

    private static JsonObject document() {
        try (InputStream in = Contract.class.getResourceAsStream(RESOURCE)) {
            Map<String, Object> yaml =
                    new Yaml(new SafeConstructor(new LoaderOptions())).load(Objects.requireNonNull(in, RESOURCE));
            JsonObject document = new JsonObject(new JsonObject(yaml).encode());
            JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
            schemas.put("SweepSpec", part("SweepSpec", SweepSpecReader.schema()));
            schemas.put("Front", part("Front", SweepReport.schema()));
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A schema of its own as part of the document: what it refers to in itself is found there. */
    private static JsonObject part(String name, String schema) {
        JsonObject part = new JsonObject(schema);
        part.remove("$id");
        part.remove("$schema");
        return (JsonObject) referring(part, SCHEMAS + name);
    }

    private static Object referring(Object node, String to) {
        if (node instanceof JsonObject object) {
            JsonObject changed = new JsonObject();
            object.forEach(entry -> changed.put(
                    entry.getKey(),
                    entry.getKey().equals("$ref") && entry.getValue() instanceof String reference
                            ? to + reference.substring(1)
                            : referring(entry.getValue(), to)));
            return changed;
        }
        if (node instanceof JsonArray array) {
            JsonArray changed = new JsonArray();
            array.forEach(item -> changed.add(referring(item, to)));
            return changed;
        }
        return node;
    }
}
