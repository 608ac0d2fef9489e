package io.barograph.server.access;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens that callers were given, by their hashes. Never blocks the caller. */
public interface TokenStore {
    /**
     * Stores a new token.
     *
     * @param name whose it is, 1 to 63 of a-z, 0-9 and hyphens; need not be unique
     * @param expiresAt from when on it is not valid, or null for never
     */
    Future<StoredToken> add(Token token, String name, Role role, @Nullable Instant expiresAt);

    /** All that were ever given, by time. */
    Future<List<StoredToken>> all();

    /** Makes a token invalid from now on; false if there is no valid one of this id. */
    Future<Boolean> revoke(String id);

    /** Whose token it is, or null if it is none that is valid now. */
    Future<@Nullable Caller> caller(Token token);
}
