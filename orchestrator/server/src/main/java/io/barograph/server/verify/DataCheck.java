package io.barograph.server.verify;

import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import java.util.Objects;

/** Trials whose data is not at every worker go to those that may have it. */
final class DataCheck implements LogCheck {
    /** Of the scheduler's rules, written again on purpose. */
    private static final int MOST_WITHOUT_DATA = 25;

    private final Findings findings;

    DataCheck(Findings findings) {
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
            String hash = before.spec().dataset().hash();
            require(
                    change.data() == null || Objects.equals(change.data(), hash),
                    Invariant.DATA,
                    "starts " + change.trial() + " where data " + change.data() + " is held, it needs " + hash);
            TrialHistory trial = before.trial(change.trial());
            if (trial != null && trial.withoutData > 0) {
                require(
                        change.data() != null || !before.withoutData().contains(change.worker()),
                        Invariant.DATA,
                        "starts " + change.trial() + ", which came back without its data, at worker " + change.worker()
                                + ", which could not have it and does not hold it");
            }
        }

        @Override
        public void returned(TrialReturned change) {
            boolean ofData = change.code() != null && change.code().ofData();
            require(
                    ofData == (change.cause() == ReturnCause.WITHOUT_DATA),
                    Invariant.DATA,
                    "returns " + change.trial() + " as " + change.cause() + " for " + change.code());
            TrialHistory trial = before.trial(change.trial());
            if (trial != null && ofData) {
                require(
                        trial.withoutData + 1 < MOST_WITHOUT_DATA,
                        Invariant.LIMIT,
                        trial.name() + " waits again after " + (trial.withoutData + 1)
                                + " attempts in a row without its data");
            }
        }

        private void require(boolean holds, Invariant invariant, String sentence) {
            findings.require(holds, invariant, place, () -> sentence);
        }
    }
}
