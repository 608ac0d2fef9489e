package io.barograph.server.verify;

import io.barograph.api.FailureCode;
import io.barograph.api.SweepState;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialStarted;

/** What users asked of a sweep is kept: pauses, trials at a time, time for a trial. */
final class SteeringCheck implements LogCheck {
    private final Findings findings;

    SteeringCheck(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void entry(LogEntry entry, History before) {
        ChangeHandler.dispatch(entry.change(), new AtEntry(Findings.entry(entry.sequence()), before));
    }

    private final class AtEntry implements ChangeHandler {
        private final String place;
        private final History before;

        private AtEntry(String place, History before) {
            this.place = place;
            this.before = before;
        }

        @Override
        public void started(TrialStarted change) {
            require(before.state() == SweepState.RUNNING, "starts " + change.trial() + " in state " + before.state());
            Integer most = before.spec().scheduling().maxParallelTrials();
            require(
                    most == null || before.running().size() < most,
                    "starts " + change.trial() + " beside " + before.running().size() + " others, at most " + most
                            + " are to run");
        }

        @Override
        public void failed(TrialFailed change) {
            require(
                    change.code() != FailureCode.DEADLINE_EXCEEDED
                            || before.spec().limits().maxTrialMinutes() != null,
                    "fails " + change.trial() + " for its time, which has no bound");
        }

        @Override
        public void paused() {
            require(before.state() == SweepState.RUNNING, "pauses the sweep in state " + before.state());
        }

        @Override
        public void resumed() {
            require(before.state() == SweepState.PAUSED, "resumes the sweep in state " + before.state());
        }

        private void require(boolean holds, String sentence) {
            findings.require(holds, Invariant.STEERING, place, () -> sentence);
        }
    }
}
