package io.barograph.server.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a request that the OpenAPI document allows asks for. */
final class Arguments {
    private static final int LIMIT = 100;

    private final ValidatedRequest request;

    private Arguments(ValidatedRequest request) {
        this.request = request;
    }

    static Arguments of(RoutingContext request) {
        return new Arguments(Objects.requireNonNull(request.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST)));
    }

    String sweep() {
        return path("sweep");
    }

    String trial() {
        return path("trial");
    }

    String path(String name) {
        return Objects.requireNonNull(request.getPathParameters().get(name), name)
                .getString();
    }

    int limit() {
        RequestParameter given = given("limit");
        return given == null ? LIMIT : given.getInteger();
    }

    /** The cursor, or null for the first page. */
    @Nullable
    Long cursor() {
        return number("cursor");
    }

    @Nullable
    Long number(String name) {
        RequestParameter given = given(name);
        return given == null ? null : given.getLong();
    }

    @Nullable
    String text(String name) {
        RequestParameter given = given(name);
        return given == null ? null : given.getString();
    }

    /** Every value of a parameter that may be repeated. */
    List<String> texts(String name) {
        RequestParameter given = given(name);
        return given == null
                ? List.of()
                : given.getJsonArray().stream().map(String::valueOf).toList();
    }

    private @Nullable RequestParameter given(String name) {
        RequestParameter parameter = request.getQuery().get(name);
        return parameter == null || parameter.isEmpty() ? null : parameter;
    }

    @Nullable
    String header(String name) {
        RequestParameter parameter = request.getHeaders().get(name);
        return parameter == null || parameter.isEmpty() ? null : parameter.getString();
    }

    JsonObject body() {
        return request.getBody().getJsonObject();
    }

    /** Which of these types the caller likes best; the first one if it has no wish or none of them is among its wishes. */
    static String accepted(RoutingContext request, List<String> types) {
        for (MIMEHeader wish : request.parsedHeaders().accept()) {
            for (String type : types) {
                if (wish.rawValue().split(";", 2)[0].strip().equals(type)) {
                    return type;
                }
            }
        }
        return types.get(0);
    }
}
