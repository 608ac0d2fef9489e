package io.barograph.server.store;

/**
 * The right to write, until somebody else gets it.
 *
 * @param owner who holds it
 * @param fence grows with every new holder; a write of an older one is refused
 */
public record Lease(String owner, long fence) {}
