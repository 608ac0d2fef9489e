package io.barograph.server.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a token.
 *
 * @param id names it in lists and when it is revoked
 * @param name whose it is
 * @param expiresAt from when on it is not valid, or null for never
 * @param revokedAt since when it is not valid any more, or null
 */
public record StoredToken(
        String id,
        String name,
        Role role,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {
    /** Whether it is valid at this time. */
    public boolean validAt(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }
}
