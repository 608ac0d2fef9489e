package io.barograph.bar.train;

/** The trial was asked to stop; its last checkpoint stands. */
public final class TrialCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says where it stopped. */
    public TrialCancelledException(String where) {
        super("cancelled in " + where);
    }
}
