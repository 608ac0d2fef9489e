package io.barograph.api;

/** What is remembered of deeds that leave no log. A closed set. */
public enum AuditAction {
    /** A sweep was removed with its history. */
    SWEEP_DELETED,
    /** Somebody was given a token. */
    TOKEN_CREATED,
    /** A token was taken back. */
    TOKEN_REVOKED
}
