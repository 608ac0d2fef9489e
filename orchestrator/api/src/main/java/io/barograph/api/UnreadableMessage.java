package io.barograph.api;

/**
 * Stands for a message that arrived and could not be read: of a type or content that this version does not know, or
 * damaged. Not a {@link Message}, so it cannot be taken for one.
 *
 * @param type as the sender named it
 * @param problem why it cannot be read
 */
public record UnreadableMessage(String type, String problem) {}
