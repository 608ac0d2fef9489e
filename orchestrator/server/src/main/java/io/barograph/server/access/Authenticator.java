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

    /** Everybody is an admin: only for an embedded server that listens on loopback alone. */
    static Authenticator everybody() {
        Caller local = new Caller("local", Role.ADMIN);
        return token -> Future.succeededFuture(local);
    }
}
