package io.barograph.server.verify;

import io.barograph.api.EpochReport;
import io.barograph.api.Phase;
import io.barograph.api.TrialResult;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.TrialCancelled;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialReturned;
import org.jspecify.annotations.Nullable;

/** Everything that is told of an attempt belongs to the one that is live, and its epochs run on. */
final class ReportCheck implements LogCheck {
    /** Of the scheduler's rules, written again on purpose. */
    private static final int MOST_LOST_IN_A_ROW = 25;

    private final Findings findings;

    ReportCheck(Findings findings) {
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
        public void epoch(EpochReport report) {
            live("an epoch", report.trial(), report.attempt());
            ofThisSweep(report.sweep());
            TrialHistory trial = before.trial(report.trial());
            TrialHistory.Attempt attempt = trial == null ? null : trial.attempts.get(report.attempt());
            if (attempt != null) {
                String wrong = wrongEpoch(attempt, report);
                require(wrong.isEmpty(), Invariant.EPOCH, "epoch " + report.epoch() + " of " + report.trial() + wrong);
            }
        }

        @Override
        public void completed(TrialResult result) {
            live("a result", result.trial(), result.attempt());
            ofThisSweep(result.sweep());
        }

        @Override
        public void returned(TrialReturned change) {
            live("a return", change.trial(), change.attempt());
            TrialHistory trial = before.trial(change.trial());
            if (trial != null) {
                int failures = trial.failures + (change.cause() == ReturnCause.FAILED ? 1 : 0);
                int lost = trial.lostInARow + (change.cause() == ReturnCause.LOST ? 1 : 0);
                int allowed = before.spec().limits().maxAttempts();
                require(
                        failures < allowed,
                        Invariant.LIMIT,
                        trial.name() + " waits again after " + failures + " failures of " + allowed + " allowed");
                require(
                        lost < MOST_LOST_IN_A_ROW,
                        Invariant.LIMIT,
                        trial.name() + " waits again after losing " + lost + " workers in a row");
            }
        }

        @Override
        public void failed(TrialFailed change) {
            TrialHistory trial = before.trial(change.trial());
            boolean nobodyHasData = change.code().ofData() && trial != null && trial.waitsForData(change.attempt());
            if (!nobodyHasData) {
                live("a failure", change.trial(), change.attempt());
            }
        }

        @Override
        public void cancelled(TrialCancelled change) {
            TrialHistory trial = before.trial(change.trial());
            require(
                    trial != null && trial.attempt == change.attempt(),
                    Invariant.REPORT,
                    "cancels attempt " + change.attempt() + " of " + change.trial() + ", but "
                            + standing(trial, change.trial()));
        }

        private void live(String what, String name, int attempt) {
            TrialHistory trial = before.trial(name);
            require(
                    trial != null && trial.isLive(attempt),
                    Invariant.REPORT,
                    what + " of attempt " + attempt + " of " + name + ", but " + standing(trial, name));
        }

        private void ofThisSweep(String sweep) {
            require(sweep.equals(before.first().sweep()), Invariant.REPORT, "a report of sweep " + sweep);
        }

        private void require(boolean holds, Invariant invariant, String sentence) {
            findings.require(holds, invariant, place, () -> sentence);
        }
    }

    private static String standing(@Nullable TrialHistory trial, String name) {
        return trial == null ? name + " is not planned" : trial.standing();
    }

    /** What is wrong with the next epoch of an attempt, or nothing. */
    private static String wrongEpoch(TrialHistory.Attempt attempt, EpochReport report) {
        EpochReport latest = attempt.latest;
        if (attempt.epochs.containsKey(report.epoch())) {
            return " is there twice in attempt " + report.attempt();
        }
        if (report.teacher() != null && report.phase() != Phase.PRETRAIN) {
            return " leaves a dense network in phase " + report.phase();
        }
        if (report.rung() != null && report.phase() != Phase.PRUNE) {
            return " leaves a rung in phase " + report.phase();
        }
        if (latest == null) {
            boolean fresh = attempt.started.teacher() == null && attempt.started.checkpoint() == null;
            return fresh && report.epoch() != 1 ? " is the first of an attempt that began anew" : "";
        }
        boolean next = report.epoch() == latest.epoch() + 1 && report.phase().compareTo(latest.phase()) >= 0;
        return next || resumes(attempt, latest, report)
                ? ""
                : " in phase " + report.phase() + " follows epoch " + latest.epoch() + " in phase " + latest.phase();
    }

    /** An attempt that lost its dense network, but not its checkpoint, trains it again and then goes on where it was. */
    private static boolean resumes(TrialHistory.Attempt attempt, EpochReport latest, EpochReport report) {
        return attempt.started.teacher() == null
                && attempt.started.checkpoint() != null
                && latest.phase() == Phase.PRETRAIN
                && report.phase().compareTo(latest.phase()) > 0
                && (attempt.goesOnAfter == null
                        ? report.epoch() > latest.epoch()
                        : report.epoch() == attempt.goesOnAfter + 1);
    }
}
