package io.barograph.server.verify;

import org.jspecify.annotations.Nullable;

/** Whether numbers run from 1 without a gap. */
final class SequenceCheck {
    private final Findings findings;
    private long latest;

    SequenceCheck(Findings findings) {
        this.findings = findings;
    }

    /** The number of the next entry. */
    void number(long sequence) {
        String place = Findings.entry(sequence);
        findings.require(sequence == latest + 1, Invariant.SEQUENCE, place, () -> wrong(sequence));
        latest = Math.max(latest, sequence);
    }

    private String wrong(long sequence) {
        if (sequence <= latest) {
            return "comes after entry " + latest;
        }
        long missing = latest + 1;
        return missing == sequence - 1
                ? "entry " + missing + " is missing"
                : "entries " + missing + " to " + (sequence - 1) + " are missing";
    }

    /**
     * The end of the log.
     *
     * @param told number of the last entry by the row of the sweep, or null if there is no such row
     */
    void end(@Nullable Long told) {
        findings.require(
                told == null || told == latest,
                Invariant.SEQUENCE,
                "sweep",
                () -> "its row counts " + told + " entries, the last one has number " + latest);
    }
}
