package io.barograph.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.barograph.api.Jackson;
import io.barograph.server.access.NewToken;
import io.barograph.server.access.StoredToken;
import io.barograph.server.access.TokenRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tokens of a cluster whose orchestrator serves HTTP, for an admin. */
final class HttpTokens implements TokenAccess {
    private final HttpCalls calls;

    HttpTokens(HttpCalls calls) {
        this.calls = calls;
    }

    /** As the API writes them. */
    record Tokens(List<StoredToken> tokens) {}

    @Override
    public NewToken create(TokenRequest request) {
        return calls.send("POST", "tokens", BodyPublishers.ofString(json(request)), NewToken.class);
    }

    private static String json(TokenRequest request) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", request.name());
        body.put("role", request.role());
        if (request.days() != null) {
            body.put("days", request.days());
        }
        try {
            return Jackson.mapper().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<StoredToken> all() {
        return calls.get("tokens", Tokens.class).tokens();
    }

    @Override
    public List<StoredToken> revoke(String idOrName) {
        return calls.send("DELETE", "tokens/" + idOrName, BodyPublishers.noBody(), Tokens.class)
                .tokens();
    }

    @Override
    public void close() {}
}
