package io.barograph.server.access;

/**
 * Who sent a request.
 *
 * @param name of the token, for the audit
 */
public record Caller(String name, Role role) {}
