package io.barograph.server.access;

import java.util.Arrays;
import java.util.Locale;

/** What a caller may do; each role includes those before it. */
public enum Role {
    /** Reads everything but tokens. */
    VIEWER,
    /** Hands in sweeps and steers them. */
    SUBMITTER,
    /** Deletes sweeps, and reads who has which token. */
    ADMIN;

    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The name in messages and options: lower case. */
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
