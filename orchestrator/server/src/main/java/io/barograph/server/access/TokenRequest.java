package io.barograph.server.access;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token that somebody wants to give.
 *
 * @param name whose it is: 1 to 63 of a-z, 0-9 and inner hyphens, not of the form of an id
 * @param role label of a {@link Role}
 * @param days how long it is valid, 1 to 3650; null: until it is revoked
 */
public record TokenRequest(String name, String role, @Nullable Integer days) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");
    private static final int MOST_DAYS = 3650;

    /** All that is wrong with it; empty if nothing is. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            problems.add("the name must be 1 to 63 of a-z, 0-9 and inner hyphens, was '" + name + "'");
        } else if (ID.matcher(name).matches()) {
            problems.add("the name must not look like the id of a token, was '" + name + "'");
        }
        if (List.of(Role.values()).stream().noneMatch(known -> known.label().equals(role))) {
            problems.add("the role must be viewer, submitter or admin, was '" + role + "'");
        }
        if (days != null && (days < 1 || days > MOST_DAYS)) {
            problems.add("days must be 1 to " + MOST_DAYS + ", was " + days);
        }
        return problems;
    }

    /** The end of a token that is given now, or null for none. */
    public @Nullable Instant expiresAt(Instant now) {
        return days == null ? null : now.plus(days, ChronoUnit.DAYS);
    }
}
