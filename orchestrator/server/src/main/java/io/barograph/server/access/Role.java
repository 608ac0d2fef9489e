package io.barograph.server.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What a caller may do; each role includes those before it. */
public enum Role {
    /** Reads everything but tokens and the audit. */
    VIEWER,
    /** Hands in sweeps, as many as its quota allows, and steers them. */
    SUBMITTER,
    /** Deletes sweeps, gives and takes back tokens, and reads the audit; has no quota. */
    ADMIN;

    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The name in messages, options and JSON: lower case. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The role of this label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Role ofLabel(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown role '" + label + "'"));
    }
}
