package io.barograph.api;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A deed that outlives what it was done to.
 *
 * @param number its place in the order of deeds; greater ones are newer
 * @param at by the clock of the database
 * @param caller who did it
 * @param subject name of the sweep or token
 * @param details what there is to know of the subject, by name
 */
public record AuditEntry(
        long number, Instant at, String caller, AuditAction action, String subject, SortedMap<String, String> details) {
    public AuditEntry {
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }
}
