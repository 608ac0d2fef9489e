package io.barograph.server.access;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens that callers were given, by their hashes. What changes them is in the audit. Never blocks the caller. */
public interface TokenStore {
    /**
     * Stores a new token.
     *
     * @param name whose it is, see {@link TokenRequest}; need not be unique
     * @param expiresAt from when on it is not valid, or null for never
     * @param by name of who gives it
     */
    Future<StoredToken> add(Token token, String name, Role role, @Nullable Instant expiresAt, String by);

    /** All that were ever given, by time. */
    Future<List<StoredToken>> all();

    /**
     * Makes tokens invalid from now on.
     *
     * @param idOrName the id of one, or the name of all that are meant
     * @param by name of who takes them back
     * @return those that were valid until now; empty if there was none
     */
    Future<List<StoredToken>> revoke(String idOrName, String by);

    /** Whose token it is, or null if it is none that is valid now. */
    Future<@Nullable Caller> caller(Token token);
}
