package io.barograph.server.access;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Finds out who sends a request. */
@FunctionalInterface
public interface Authenticator {
    /**
     * The caller, or null if the token is none that is valid now.
     *
     * @param token as the request brought it, or null if it brought none
     */
    Future<@Nullable Caller> caller(@Nullable String token);

    /** Whether the caller of this token was found lately, so that it is none that somebody guesses. */
    default boolean hasMet(@Nullable String token) {
        return false;
    }

    /** Whose token it was when it was looked up last, or null; for what must be told while tokens cannot be looked up. */
    default @Nullable Caller lastKnown(@Nullable String token) {
        return null;
    }

    /** Everybody is an admin: only for an embedded server that listens on loopback alone. */
    static Authenticator everybody() {
        Caller local = new Caller("local", Role.ADMIN);
        return token -> Future.succeededFuture(local);
    }
}
