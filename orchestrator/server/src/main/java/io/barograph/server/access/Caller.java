package io.barograph.server.access;

import io.barograph.api.Asker;

/**
 * Who sent a request.
 *
 * @param name of the token, for the audit
 */
public record Caller(String name, Role role) {
    /** As the event bus is told of it. */
    public Asker asker() {
        return new Asker(name, role != Role.ADMIN);
    }
}
