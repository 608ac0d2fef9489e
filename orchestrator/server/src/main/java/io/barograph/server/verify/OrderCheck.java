package io.barograph.server.verify;

import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Submitted;
import java.time.Duration;
import java.time.Instant;

/** The submission comes first and once, and time does not run backwards. */
final class OrderCheck implements LogCheck {
    /** How far the clocks of two orchestrators may differ; each stamps what it decides. */
    static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    private final Findings findings;
    private Instant before;

    OrderCheck(Findings findings, LogEntry first, Submitted submission) {
        this.findings = findings;
        this.before = first.at();
        findings.require(
                first.sequence() == 1 && submission.spec().name().equals(first.sweep()),
                Invariant.SUBMISSION,
                Findings.entry(first.sequence()),
                () -> "the submission of " + submission.spec().name() + " as number " + first.sequence()
                        + " of the log of " + first.sweep());
    }

    @Override
    public void entry(LogEntry entry, History history) {
        String place = Findings.entry(entry.sequence());
        findings.require(
                entry.sweep().equals(history.first().sweep()),
                Invariant.SUBMISSION,
                place,
                () -> "belongs to sweep " + entry.sweep());
        findings.require(
                !(entry.change() instanceof Submitted), Invariant.SUBMISSION, place, () -> "submits the sweep again");
        inOrder(place, entry.at(), before, "the entry before it");
        inOrder(place, entry.at(), history.first().at(), "the submission");
        before = entry.at();
    }

    private void inOrder(String place, Instant at, Instant earlier, String what) {
        findings.require(
                Duration.between(at, earlier).compareTo(CLOCKS_APART) <= 0,
                Invariant.TIME,
                place,
                () -> "at " + at + " is before " + what + " at " + earlier);
    }
}
