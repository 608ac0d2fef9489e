package io.barograph.server.access;

import io.vertx.core.Future;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is shown once, to whom it is given.
 *
 * @param expiresAt from when on it is not valid, or null for never
 * @param token the secret
 */
public record NewToken(
        String id, String name, Role role, Instant createdAt, @Nullable Instant expiresAt, String token) {
    /**
     * Makes and stores one.
     *
     * @param request without problems
     * @param by name of who gives it
     */
    public static Future<NewToken> give(TokenStore tokens, TokenRequest request, Instant now, String by) {
        Token token = Token.random();
        return tokens.add(token, request.name(), Role.ofLabel(request.role()), request.expiresAt(now), by)
                .map(stored -> new NewToken(
                        stored.id(),
                        stored.name(),
                        stored.role(),
                        stored.createdAt(),
                        stored.expiresAt(),
                        token.secret()));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "token " + id + " of " + name;
    }
}
