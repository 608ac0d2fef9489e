package io.barograph.server.store;

/** The tables are of a version that this program does not know; it has changed nothing. */
public final class NewerSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NewerSchemaException(String found, String known) {
        super("its tables are of version " + found + ", and this Barograph knows them up to version " + known
                + "; a newer one has upgraded them: use that one. Nothing was changed");
    }
}
