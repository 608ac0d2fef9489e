package io.barograph.server.access;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tokens in memory. */
public final class TestingTokens implements TokenStore {
    private final Map<String, StoredToken> stored = new LinkedHashMap<>();

    /** Gives out a new token of this role, whose name is the role's. */
    public String give(Role role) {
        Token token = Token.random();
        add(token, role.label(), role, null, "nobody");
        return token.secret();
    }

    @Override
    public synchronized Future<StoredToken> add(
            Token token, String name, Role role, @Nullable Instant expiresAt, String by) {
        StoredToken added = new StoredToken(token.id(), name, role, Instant.now(), expiresAt, null);
        stored.put(token.secret(), added);
        return Future.succeededFuture(added);
    }

    @Override
    public synchronized Future<List<StoredToken>> all() {
        return Future.succeededFuture(new ArrayList<>(stored.values()));
    }

    @Override
    public synchronized Future<List<StoredToken>> revoke(String idOrName, String by) {
        Instant now = Instant.now();
        List<StoredToken> revoked = new ArrayList<>();
        stored.replaceAll((secret, token) -> {
            boolean meant = token.id().equals(idOrName) || token.name().equals(idOrName);
            if (!meant || !token.validAt(now)) {
                return token;
            }
            StoredToken old =
                    new StoredToken(token.id(), token.name(), token.role(), token.createdAt(), token.expiresAt(), now);
            revoked.add(old);
            return old;
        });
        return Future.succeededFuture(revoked);
    }

    @Override
    public synchronized Future<@Nullable Caller> caller(Token token) {
        StoredToken known = stored.get(token.secret());
        return Future.succeededFuture(
                known != null && known.validAt(Instant.now()) ? new Caller(known.name(), known.role()) : null);
    }
}
