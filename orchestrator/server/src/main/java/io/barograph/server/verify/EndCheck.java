package io.barograph.server.verify;

import io.barograph.api.SweepState;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Ended;
import io.barograph.server.log.LoggedChange.FrontChanged;
import io.barograph.server.log.LoggedChange.TrialCancelled;
import io.barograph.server.log.LoggedChange.TrialFailed;
import java.util.List;

/** Every trial ends once, and the sweep with the last of them. */
final class EndCheck implements LogCheck {
    private final Findings findings;
    private boolean overdue;

    EndCheck(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void entry(LogEntry entry, History before) {
        String place = Findings.entry(entry.sequence());
        require(before.ended() == null, Invariant.END, place, "follows the end of the sweep");
        boolean endsOrFront = entry.change() instanceof Ended || entry.change() instanceof FrontChanged;
        if (!endsOrFront) {
            requireEnded(place, before);
        }
        ChangeHandler.dispatch(entry.change(), new AtEntry(place, before));
    }

    private void requireEnded(String place, History history) {
        boolean late = history.allEnded() && history.ended() == null;
        if (late && !overdue) {
            require(false, Invariant.END, place, "every trial has ended, but the sweep has not");
        }
        overdue |= late;
    }

    private final class AtEntry implements ChangeHandler {
        private final String place;
        private final History before;

        private AtEntry(String place, History before) {
            this.place = place;
            this.before = before;
        }

        @Override
        public void completed(TrialResult result) {
            ends(result.trial(), TrialState.COMPLETED);
        }

        @Override
        public void failed(TrialFailed change) {
            ends(change.trial(), TrialState.FAILED);
        }

        @Override
        public void cancelled(TrialCancelled change) {
            ends(change.trial(), TrialState.CANCELLED);
        }

        private void ends(String name, TrialState how) {
            TrialHistory trial = before.trial(name);
            if (trial != null) {
                require(
                        !trial.state.terminal(),
                        Invariant.TERMINAL,
                        place,
                        name + " ends as " + how + ", but has ended as " + trial.state);
            }
        }

        @Override
        public void ended(SweepState state) {
            SweepState expected = expected(before.trials());
            require(
                    state == expected,
                    Invariant.END,
                    place,
                    "ends the sweep as " + state + ", its trials make it " + expected);
        }
    }

    private static SweepState expected(List<TrialHistory> trials) {
        boolean cancelled = false;
        boolean any = false;
        for (TrialHistory trial : trials) {
            if (!trial.state.terminal()) {
                return SweepState.RUNNING;
            }
            cancelled |= trial.state == TrialState.CANCELLED;
            any |= trial.state == TrialState.COMPLETED || trial.state == TrialState.STOPPED_EARLY;
        }
        if (cancelled) {
            return SweepState.CANCELLED;
        }
        return any ? SweepState.COMPLETED : SweepState.FAILED;
    }

    @Override
    public void end(History whole) {
        requireEnded("the last entry", whole);
        if (whole.ended() != null) {
            for (TrialHistory trial : whole.trials()) {
                require(
                        trial.state.terminal(),
                        Invariant.TERMINAL,
                        "trial " + trial.name(),
                        "the sweep has ended, but " + trial.standing());
            }
        }
    }

    private void require(boolean holds, Invariant invariant, String place, String sentence) {
        findings.require(holds, invariant, place, () -> sentence);
    }
}
