package io.barograph.api;

/**
 * Short answer to a report, sent after it is stored.
 *
 * @param accepted whether the report counts; a duplicate of an accepted report is accepted
 */
public record Ack(boolean accepted, Reason reason) implements Message {
    /** Why a report was or was not accepted. */
    public enum Reason {
        OK,
        /** Stored, and the attempt is to leave at a checkpoint and be given back. */
        GIVE_BACK,
        STALE_ATTEMPT,
        DUPLICATE,
        UNKNOWN_TRIAL
    }

    public static final Ack OK = new Ack(true, Reason.OK);
    public static final Ack GIVE_BACK = new Ack(true, Reason.GIVE_BACK);
    public static final Ack DUPLICATE = new Ack(true, Reason.DUPLICATE);
    public static final Ack STALE_ATTEMPT = new Ack(false, Reason.STALE_ATTEMPT);
    public static final Ack UNKNOWN_TRIAL = new Ack(false, Reason.UNKNOWN_TRIAL);

    public Ack {
        boolean good = reason == Reason.OK || reason == Reason.GIVE_BACK || reason == Reason.DUPLICATE;
        Checks.require(accepted == good, accepted, "accepted", accepted, "be " + good + " for " + reason);
    }
}
