package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.Ack;
import io.barograph.api.FailureCode;
import io.barograph.api.LeaseRenewal;
import io.barograph.api.SearchSpec;
import io.barograph.api.SweepState;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialRelease;
import io.barograph.api.TrialState;
import io.barograph.server.TestingSpecs;
import io.barograph.server.TestingWorker;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The rules one by one, of a sweep by itself. */
class SchedulerRulesTest extends OneScheduler {
    @Test
    void theDenseNetworkIsTrainedByOneWhileOthersWaitAndSayWhy() {
        TrialAssignment first = assigned("a", 1);
        assertThat(first.config().budget()).isEqualTo(1.0);
        assertThat(first.teacher()).isNull();
        assertThat(ask("b", 1)).isNull();
        assertThat(reported("t0001").note()).isEqualTo("waits for the dense network that t0000 trains");

        report(epoch(first, 1, TEACHER));
        TrialAssignment second = assigned("b", 2);
        assertThat(second.config().trial()).isEqualTo("t0001");
        assertThat(second.teacher()).isEqualTo(TEACHER);
        assertThat(second.teacherKey()).isEqualTo(first.teacherKey());
        assertThat(reported("t0002").note()).isNull();
    }

    @Test
    void anotherSweepGoesOnWhileOneWaitsForItsDenseNetwork() {
        submit(TestingSpecs.sweep("other", SearchSpec.grid(List.of(0.5))));
        scheduler.wake();
        assertThat(assigned("a", 1).sweep()).isEqualTo("s");
        assertThat(assigned("b", 1).sweep()).isEqualTo("other");
    }

    @Test
    void aRepeatedAskGetsTheSameAssignment() {
        TrialAssignment first = assigned("a", 7);
        assertThat(assigned("a", 7)).isEqualTo(first);
        report(epoch(first, 1, TEACHER));
        assertThat(assigned("a", 7)).isEqualTo(first);
        assertThat(stored().running()).hasSize(1);
    }

    @Test
    void anAskThatComesLateGetsNothing() {
        TrialAssignment first = assigned("a", 7);
        assertThat(ask("a", 6)).isNull();
        report(result(first));
        assertThat(ask("a", 7)).isNull();
        assertThat(stored().running()).isEmpty();
    }

    @Test
    void aSlotThatAsksAnewHasLostItsTrialWhichIsNotAFailure() {
        TrialAssignment first = assigned("a", 1);
        report(epoch(first, 1, null));
        report(epoch(first, 2, null));
        TrialAssignment again = assigned("a", 2);

        assertThat(again.config()).isEqualTo(first.config());
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.checkpoint()).isEqualTo(TestingWorker.checkpoint(2));
        assertThat(Objects.requireNonNull(stored().trial("t0000")).failures()).isZero();
        assertThat(report(epoch(first, 3, null))).isEqualTo(Ack.STALE_ATTEMPT);
        assertThat(report(result(first))).isEqualTo(Ack.STALE_ATTEMPT);
        assertThat(refused("STALE_ATTEMPT")).isEqualTo(2);
        assertThat(report(epoch(again, 3, null))).isEqualTo(Ack.OK);
    }

    private double refused(String reason) {
        return registry.get("barograph.reports.refused")
                .tag("reason", reason.toLowerCase(Locale.ROOT))
                .counter()
                .count();
    }

    @Test
    void repeatedReportsAreAcceptedOnceAndStoredOnce() {
        TrialAssignment first = assigned("a", 1);
        assertThat(report(epoch(first, 1, TEACHER))).isEqualTo(Ack.OK);
        assertThat(report(epoch(first, 1, TEACHER))).isEqualTo(Ack.DUPLICATE);
        assertThat(report(result(first))).isEqualTo(Ack.OK);
        assertThat(report(result(first))).isEqualTo(Ack.DUPLICATE);
        assertThat(report(epoch(first, 1, TEACHER))).isEqualTo(Ack.DUPLICATE);
        assertThat(report(failure(first, FailureCode.DIVERGED))).isEqualTo(Ack.STALE_ATTEMPT);
        assertThat(store.epochs("s", "t0000").result()).hasSize(1);
        assertThat(store.results("s").result()).hasSize(1);
    }

    @Test
    void reportsOfUnknownTrialsSweepsAndAttemptsAreRefused() {
        TrialAssignment first = assigned("a", 1);
        assertThat(report(TestingSpecs.result("nobody", "t0000", 1, 1))).isEqualTo(Ack.UNKNOWN_TRIAL);
        assertThat(report(TestingSpecs.result("s", "t9999", 1, 1))).isEqualTo(Ack.UNKNOWN_TRIAL);
        assertThat(report(TestingSpecs.result("s", "t0000", 2, 1))).isEqualTo(Ack.UNKNOWN_TRIAL);
        assertThat(report(result(first))).isEqualTo(Ack.OK);
    }

    @Test
    void aFailedTrialIsTriedAgainLaterAndLaterUntilItsLimit() {
        TrialAssignment first = assigned("a", 1);
        report(epoch(first, 1, TEACHER));
        TrialAssignment trial = assigned("b", 1);
        assertThat(report(failure(trial, FailureCode.DIVERGED))).isEqualTo(Ack.OK);
        assertThat(report(failure(trial, FailureCode.DIVERGED))).isEqualTo(Ack.DUPLICATE);
        assertThat(reported("t0001").note()).isEqualTo("DIVERGED: because");
        assertThat(assigned("b", 2).config().trial()).as("not at once").isEqualTo("t0002");

        pass(2);
        trial = assigned("c", 1);
        assertThat(trial.config().trial()).isEqualTo("t0001");
        assertThat(trial.attempt()).isEqualTo(2);
        report(failure(trial, FailureCode.INTERNAL));
        pass(3);
        trial = assigned("c", 2);
        assertThat(trial.attempt()).isEqualTo(3);
        report(failure(trial, FailureCode.INTERNAL));
        assertThat(reported("t0001").state()).isEqualTo(TrialState.FAILED);
        assertThat(reported("t0001").note()).isEqualTo("failed 3 times, last INTERNAL: because");
    }

    @Test
    void whatCannotGoBetterIsNotTriedAgain() {
        report(failure(assigned("a", 1), FailureCode.INFEASIBLE));
        assertThat(reported("t0000").state()).isEqualTo(TrialState.FAILED);
        assertThat(reported("t0000").note()).isEqualTo("INFEASIBLE: because");
        assertThat(assigned("a", 2).config().trial())
                .as("the next trains the dense network")
                .isEqualTo("t0001");
    }

    @Test
    void aSilentWorkerLosesItsTrialAndARenewedLeaseKeepsIt() {
        TrialAssignment silent = assigned("a", 1);
        report(epoch(silent, 1, TEACHER));
        TrialAssignment alive = assigned("b", 1);
        for (int i = 0; i < 5; i++) {
            pass(8);
            LeaseRenewal renewal = new LeaseRenewal("s", alive.config().trial(), alive.attempt(), "b");
            assertThat(report(renewal)).isEqualTo(Ack.OK);
        }
        assertThat(reported("t0000").note()).isEqualTo("nothing heard of worker a for 30 s");
        assertThat(report(new LeaseRenewal("s", "t0000", 1, "a"))).isEqualTo(Ack.STALE_ATTEMPT);
        assertThat(assigned("c", 1).config().trial()).isEqualTo("t0000");
    }

    @Test
    void aTrialThatTakesDownEveryWorkerFails() {
        for (int ask = 1; ask <= Decisions.MOST_LOST_IN_A_ROW; ask++) {
            assertThat(assigned("a", ask).config().trial()).isEqualTo("t0000");
        }
        assertThat(assigned("a", 1000).config().trial()).isEqualTo("t0001");
        assertThat(reported("t0000").state()).isEqualTo(TrialState.FAILED);
    }

    @Test
    void aReleasedTrialGoesOnElsewhereFromItsCheckpoint() {
        TrialAssignment first = assigned("a", 1);
        report(epoch(first, 1, null));
        String newer = TestingWorker.checkpoint(9);
        assertThat(report(new TrialRelease("s", "t0000", 1, newer))).isEqualTo(Ack.OK);
        assertThat(report(new TrialRelease("s", "t0000", 1, newer))).isEqualTo(Ack.DUPLICATE);
        TrialAssignment again = assigned("b", 1);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.checkpoint()).isEqualTo(newer);
    }

    @Test
    void aCheckpointOrDenseNetworkThatCannotBeHadIsMadeAgain() {
        TrialAssignment first = assigned("a", 1);
        report(epoch(first, 1, TEACHER));
        report(failure(first, FailureCode.ARTIFACT_UNAVAILABLE));
        pass(2);
        TrialAssignment second = assigned("a", 2);
        assertThat(second.checkpoint()).as("checkpoint dropped first").isNull();
        assertThat(second.teacher()).isEqualTo(TEACHER);
        report(failure(second, FailureCode.ARTIFACT_UNAVAILABLE));
        pass(4);
        assertThat(assigned("a", 3).teacher()).as("then the dense network").isNull();
    }

    @Test
    void aSweepEndsWithItsLastTrial() {
        for (int i = 0; i < 5; i++) {
            TrialAssignment assignment = assigned("a", i + 1);
            report(epoch(assignment, 1, TEACHER));
            assertThat(stored().state()).isEqualTo(SweepState.RUNNING);
            report(i == 4 ? failure(assignment, FailureCode.INFEASIBLE) : result(assignment));
        }
        assertThat(stored().state()).isEqualTo(SweepState.COMPLETED);
        assertThat(stored().front()).containsExactly("t0000", "t0001", "t0002", "t0003");
    }

    @Test
    void aSweepWithoutAnyResultFails() {
        for (int i = 0; i < 5; i++) {
            report(failure(assigned("a", i + 1), FailureCode.INFEASIBLE));
        }
        assertThat(stored().state()).isEqualTo(SweepState.FAILED);
    }

    @Test
    void oneThatHasLostTheLeaseAnswersNothing() {
        TrialAssignment first = assigned("a", 1);
        pass(9);
        store.release(Objects.requireNonNull(
                store.acquire("test", Duration.ofSeconds(1)).result()));
        assertThat(store.acquire("rival", Duration.ofMinutes(1)).result()).isNotNull();
        assertThatThrownBy(() -> scheduler.report(result(first)).await()).isInstanceOf(NotLeadingException.class);
        assertThat(scheduler.isLeading()).isFalse();
        assertThat(stored().count(TrialState.COMPLETED)).isZero();
    }
}
