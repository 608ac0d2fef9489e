package io.barograph.server.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.Phase;
import io.barograph.api.SweepState;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Ended;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.FrontChanged;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.TrialCancelled;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.schedule.SimulatedLogs;
import io.barograph.server.verify.Verification.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
    @ParameterizedTest
    @ValueSource(longs = {2000, 2020, 2040})
    void simulatedLogsAreClean(long firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + 20; seed++) {
            for (List<LogEntry> log : List.of(SimulatedLogs.ladder(seed), SimulatedLogs.grid(seed))) {
                Verification whole = Verifier.verify(log);
                assertThat(whole.violations()).as("seed %s", seed).isEmpty();
                assertThat(whole.state()).isEqualTo(SweepState.COMPLETED);
            }
        }
    }

    @Test
    void countsWhatThereIs() {
        Verification found = Verifier.verify(HandMadeLogs.cancelledWhileWaiting());
        assertThat(found.ok()).isTrue();
        assertThat(found.state()).isEqualTo(SweepState.CANCELLED);
        assertThat(found.found()).isEqualTo(new Found(6, 2, 1, 0, 0, 0, 0));
        assertThat(found.checked()).containsEntry(Invariant.SEQUENCE, 6).doesNotContainKey(Invariant.TRIAL_ROW);
    }

    @Test
    void aLostEntryShowsWhereverItWas() {
        List<LogEntry> log = SimulatedLogs.ladder(7);
        List<Integer> unseen = new ArrayList<>();
        for (int lost = 0; lost < log.size(); lost++) {
            List<LogEntry> shorter = new ArrayList<>(log);
            shorter.remove(lost);
            if (Verifier.verify(renumbered(shorter)).ok()) {
                unseen.add(lost);
            }
        }
        assertThat(unseen).allSatisfy(index -> assertThat(isAtAnEndOfItsAttempt(log, index))
                .as("%s", log.get(index))
                .isTrue());
    }

    /** The first or last epoch of an attempt leaves no trace but in the table of epochs: where one begins, its worker knows. */
    private static boolean isAtAnEndOfItsAttempt(List<LogEntry> log, int index) {
        if (!(log.get(index).change() instanceof EpochEnded lost)) {
            return false;
        }
        List<Integer> epochs = new ArrayList<>();
        for (LogEntry entry : log) {
            if (entry.change() instanceof EpochEnded other
                    && other.report().trial().equals(lost.report().trial())
                    && other.report().attempt() == lost.report().attempt()) {
                epochs.add(other.report().epoch());
            }
        }
        int epoch = lost.report().epoch();
        return epoch == epochs.get(0) || epoch == epochs.get(epochs.size() - 1);
    }

    @Test
    void aDoubledEntryShowsWhereverItIs() {
        List<LogEntry> log = SimulatedLogs.grid(7);
        for (int doubled = 0; doubled < log.size(); doubled++) {
            List<LogEntry> longer = new ArrayList<>(log);
            longer.add(doubled + 1, log.get(doubled));
            assertThat(Verifier.verify(renumbered(longer)).ok())
                    .as("%s twice", log.get(doubled))
                    .isFalse();
        }
    }

    private static List<LogEntry> renumbered(List<LogEntry> log) {
        List<LogEntry> again = new ArrayList<>();
        log.forEach(entry -> again.add(new LogEntry(entry.sweep(), again.size() + 1, entry.at(), entry.change())));
        return again;
    }

    @Test
    void tellsEveryViolationNotOnlyTheFirst() {
        List<LogEntry> log = HandMadeLogs.of(
                HandMadeLogs.start("t0000", 0.75, 2),
                epoch("t0001", 1),
                new TrialCompleted(TestingSpecs.result("short", "t0000", 2, 1)),
                new FrontChanged(List.of("t0001"), 5),
                new TrialCancelled("t0000", 2),
                new Ended(SweepState.COMPLETED));
        assertThat(Verifier.verify(log).violations())
                .extracting(Violation::invariant)
                .contains(
                        Invariant.ATTEMPT,
                        Invariant.GIVEN,
                        Invariant.REPORT,
                        Invariant.FRONT,
                        Invariant.TERMINAL,
                        Invariant.END,
                        Invariant.FOLD);
    }

    @Test
    void aTrialThatCameBackWithoutItsDataIsNotGivenToTheSameWorkerAgain() {
        TrialReturned back =
                new TrialReturned("t0000", 1, ReturnCause.WITHOUT_DATA, FailureCode.DATA_MISSING, "none", null);
        TrialStarted elsewhere = new TrialStarted("t0000", 1, 2, "other", 0, 1, null, null, null, null, null);
        assertThat(Verifier.verify(HandMadeLogs.of(HandMadeLogs.start("t0000", 1, 1), back, elsewhere))
                        .ok())
                .isTrue();
        assertThat(Verifier.verify(HandMadeLogs.of(
                                HandMadeLogs.start("t0000", 1, 1), back, HandMadeLogs.start("t0000", 1, 2)))
                        .violations())
                .singleElement()
                .hasToString("data at entry 4: starts t0000, which came back without its data, at worker worker, which"
                        + " could not have it and does not hold it");
    }

    @Test
    void aWaitingTrialFailsOnlyIfItCameBackWithoutItsData() {
        TrialFailed failed = new TrialFailed("t0000", 1, FailureCode.DATA_MISSING, "nobody has it");
        assertThat(Verifier.verify(HandMadeLogs.of(
                                HandMadeLogs.start("t0000", 1, 1),
                                new TrialReturned(
                                        "t0000", 1, ReturnCause.WITHOUT_DATA, FailureCode.DATA_MISSING, "none", null),
                                failed))
                        .ok())
                .isTrue();
        assertThat(Verifier.verify(HandMadeLogs.of(
                                HandMadeLogs.start("t0000", 1, 1),
                                new TrialReturned("t0000", 1, ReturnCause.LOST, null, "silent", null),
                                failed))
                        .violations())
                .extracting(Violation::invariant)
                .contains(Invariant.REPORT, Invariant.FOLD);
    }

    private static EpochEnded epoch(String trial, int epoch) {
        return new EpochEnded(new EpochReport(
                "short", trial, 1, Phase.PRETRAIN, epoch, new TreeMap<>(Map.of("loss", 1.0)), null, null, null));
    }

    @Test
    void saysWhereAndWhatInASentence() {
        List<LogEntry> log = HandMadeLogs.of(HandMadeLogs.start("t0000", 1, 1), epoch("t0000", 1), epoch("t0000", 3));
        assertThat(Verifier.verify(log).violations())
                .singleElement()
                .hasToString("epoch at entry 4: epoch 3 of t0000 in phase PRETRAIN follows epoch 1 in phase PRETRAIN");
    }

    @Test
    void anEmptyLogHasNoSubmission() {
        assertThat(Verifier.verify(List.of()).violations())
                .extracting(Violation::invariant)
                .containsExactly(Invariant.SUBMISSION);
    }

    @Test
    void nothingThatMayBeStoredMakesItFail() {
        List<LogEntry> log = SimulatedLogs.ladder(7);
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            Verification found = Verifier.verify(MutatedRows.of(log, random));
            assertThat(found.found().entries()).isGreaterThan(0);
        }
    }
}
