package io.barograph.server.verify;

import java.sql.SQLException;

/** A way to damage a stored sweep, and the invariant that this violates. */
record Corruption(Invariant violates, String name, Plant plant) {
    /** Damages a sweep. */
    @FunctionalInterface
    interface Plant {
        void in(StoredLog log) throws SQLException;
    }

    @Override
    public String toString() {
        return violates.label() + ": " + name;
    }
}
