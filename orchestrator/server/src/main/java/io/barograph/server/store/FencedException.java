package io.barograph.server.store;

/** The writer no longer holds the lease; nothing was written. */
public final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FencedException(Lease lease) {
        super("lease " + lease.fence() + " of " + lease.owner() + " is no longer held");
    }
}
