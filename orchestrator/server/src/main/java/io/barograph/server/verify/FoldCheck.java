package io.barograph.server.verify;

import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The server's own fold takes every entry, and comes to what was derived without it. */
final class FoldCheck implements LogCheck {
    private final Findings findings;
    private @Nullable SweepProjection fold;

    FoldCheck(Findings findings, LogEntry first) {
        this.findings = findings;
        try {
            fold = new SweepProjection(first);
        } catch (RuntimeException e) {
            refused(first, e);
        }
    }

    /** The server's state after the last entry, or null if it refused one. */
    @Nullable
    SweepProjection projection() {
        return fold;
    }

    @Override
    public void entry(LogEntry entry, History before) {
        SweepProjection current = fold;
        if (current == null) {
            return;
        }
        if (entry.change() instanceof TrialStarted start) {
            compareStart(Findings.entry(entry.sequence()), start, current, before);
        }
        try {
            current.apply(entry);
            findings.require(true, Invariant.FOLD, "", () -> "");
        } catch (RuntimeException e) {
            refused(entry, e);
        }
    }

    private void refused(LogEntry entry, RuntimeException e) {
        fold = null;
        findings.require(
                false, Invariant.FOLD, Findings.entry(entry.sequence()), () -> "is refused: " + e.getMessage());
    }

    private void compareStart(String place, TrialStarted start, SweepProjection current, History before) {
        TrialEntry folded = current.trial(start.trial());
        TrialHistory derived = before.trial(start.trial());
        if (folded != null && derived != null) {
            same(place, "dense network for " + start.trial(), current.teacherFor(folded), before.network(derived).hash);
            same(place, "rung for " + start.trial(), current.rungFor(folded), derived.expectedRung());
        }
    }

    @Override
    public void end(History whole) {
        SweepProjection current = fold;
        if (current == null) {
            return;
        }
        same("sweep", "state", current.state(), whole.state());
        same("sweep", "workers without data", current.withoutData(), whole.withoutData());
        for (TrialHistory derived : whole.trials()) {
            TrialEntry folded = current.trial(derived.name());
            if (folded != null) {
                compare("trial " + derived.name(), folded, derived);
            }
        }
    }

    private void compare(String place, TrialEntry folded, TrialHistory derived) {
        same(place, "state", folded.state(), derived.state);
        same(place, "attempt", folded.attempt(), derived.attempt);
        same(place, "failures", folded.failures(), derived.failures);
        same(place, "workers lost in a row", folded.lostInARow(), derived.lostInARow);
        same(place, "attempts without data", folded.withoutData(), derived.withoutData);
        same(place, "earliest start", folded.notBefore(), derived.notBefore);
        same(place, "reason", folded.reason(), derived.reason);
        same(place, "checkpoint", folded.checkpoint(), derived.checkpoint);
        same(place, "result", folded.result(), derived.result);
    }

    private void same(String place, String what, @Nullable Object folded, @Nullable Object derived) {
        findings.require(
                Objects.equals(folded, derived),
                Invariant.FOLD,
                place,
                () -> what + " is folded to " + folded + " and derived as " + derived);
    }
}
