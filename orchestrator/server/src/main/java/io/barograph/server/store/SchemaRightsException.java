package io.barograph.server.store;

import org.jspecify.annotations.Nullable;

/** The tables are not up to date, and the user of the database may not bring them there; nothing was changed. */
public final class SchemaRightsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SchemaRightsException(@Nullable String found, String wanted, @Nullable Throwable cause) {
        super(
                (found == null ? "it has no tables yet" : "its tables are of version " + found)
                        + ", this Barograph needs version " + wanted
                        + ", and its user may not change tables: run 'barograph migrate' as their owner",
                cause);
    }
}
