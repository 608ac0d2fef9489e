package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Ack;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.LeaseRenewal;
import io.barograph.api.LimitsSpec;
import io.barograph.api.SchedulingSpec;
import io.barograph.api.SearchSpec;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepState;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialRelease;
import io.barograph.api.TrialState;
import io.barograph.metrics.Meters;
import io.barograph.server.TestingSpecs;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users and time do to a sweep. */
class SteeringRulesTest extends OneScheduler {
    @Test
    void cancellingEndsEverythingAndStopsTheWorkers() {
        TrialAssignment running = assigned("a", 1);
        assertThat(scheduler.steer("s", Steering::cancel, "tester").result().state())
                .isEqualTo(SweepState.CANCELLED);
        assertThat(listener.stops).containsExactly("t0000#1");
        assertThat(report(result(running))).isEqualTo(Ack.STALE_ATTEMPT);
        assertThat(ask("a", 2)).isNull();
        assertThat(stored().count(TrialState.CANCELLED)).isEqualTo(5);
        assertThat(scheduler.steer("s", Steering::cancel, "tester").result().state())
                .isEqualTo(SweepState.CANCELLED);
        assertThat(scheduler.steer("nobody", Steering::cancel, "tester").failed())
                .isTrue();
    }

    @Test
    void aPausedSweepGivesItsSlotsBackAndGoesOnFromItsCheckpoints() {
        TrialAssignment running = assigned("a", 1);
        report(epoch(running, 1, TEACHER));
        assertThat(scheduler.steer("s", Steering::pause, "tester").result().state())
                .isEqualTo(SweepState.PAUSED);
        assertThat(scheduler.steer("s", Steering::pause, "tester").result().sequence())
                .as("once")
                .isEqualTo(4);
        assertThat(listener.stops).contains("t0000#1");
        assertThat(report(new LeaseRenewal("s", "t0000", 1, "a")))
                .as("for a worker that the message did not reach")
                .isEqualTo(Ack.GIVE_BACK);
        assertThat(report(new TrialRelease("s", "t0000", 1, TEACHER))).isEqualTo(Ack.OK);
        assertThat(ask("a", 2)).isNull();
        assertThat(reported("t0000").note()).isEqualTo("the sweep is paused");
        assertThat(reported("t0001").note()).isEqualTo("the sweep is paused");

        assertThat(scheduler.steer("s", Steering::resume, "tester").result().state())
                .isEqualTo(SweepState.RUNNING);
        TrialAssignment again = assigned("a", 3);
        assertThat(again.config().trial()).isEqualTo("t0000");
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.checkpoint()).isEqualTo(TEACHER);
        assertThat(report(epoch(again, 2, null))).isEqualTo(Ack.OK);
    }

    @Test
    void aPauseIsKeptByTheNextScheduler() {
        TrialAssignment running = assigned("a", 1);
        scheduler.steer("s", Steering::pause, "tester");
        scheduler.stop();
        Scheduler next = new Scheduler(store, SchedulerConfig.of("next"), time, Meters.in(registry), listener);
        next.tick();
        assertThat(next.report(epoch(running, 1, null)).result()).isEqualTo(Ack.GIVE_BACK);
        assertThat(next.ask(TrialAsk.of("b", 0, 1)).result().assignment()).isNull();
    }

    @Test
    void aResultThatComesWhileASweepIsPausedCounts() {
        submit(TestingSpecs.sweep("one", SearchSpec.grid(List.of(0.5))));
        scheduler.wake();
        report(epoch(assigned("a", 1), 1, TEACHER));
        TrialAssignment last = assigned("b", 1);
        assertThat(last.sweep()).isEqualTo("one");
        scheduler.steer("one", Steering::pause, "tester");
        assertThat(report(result(last))).isEqualTo(Ack.OK);
        assertThat(refusal(scheduler.steer("one", Steering::resume, "tester")).code())
                .isEqualTo(ErrorCode.CONFLICT);
        assertThat(refusal(scheduler.steer("one", Steering::pause, "tester")).getMessage())
                .isEqualTo("sweep one has ended (COMPLETED) and cannot be paused");
        assertThat(refusal(scheduler.steer("one", Steering.priority(3), "tester"))
                        .code())
                .isEqualTo(ErrorCode.CONFLICT);
        assertThat(assigned("b", 2).sweep())
                .as("a wish that is refused harms nobody")
                .isEqualTo("s");
    }

    private static BarographException refusal(Future<?> future) {
        assertThat(future.cause()).isInstanceOf(BarographException.class);
        return (BarographException) future.cause();
    }

    @Test
    void aTrialThatUsedUpItsTimeOverAllItsAttemptsFails() {
        SweepSpec plain = TestingSpecs.sweep("brief", SearchSpec.grid(List.of(0.5)));
        submit(new SweepSpec(
                plain.apiVersion(),
                plain.kind(),
                plain.name(),
                plain.dataset(),
                plain.network(),
                plain.search(),
                plain.training(),
                new LimitsSpec(3, 0.5),
                SchedulingSpec.DEFAULT));
        scheduler.wake();
        assigned("a", 1);
        TrialAssignment first = assigned("b", 1);
        pass(20);
        report(new TrialRelease("brief", "t0000", 1, TEACHER));
        pass(3600);
        TrialAssignment second = assigned("b", 2);
        assertThat(second.sweep()).isEqualTo("brief");
        pass(9);
        assertThat(report(epoch(second, 1, null))).isEqualTo(Ack.OK);
        pass(3);
        assertThat(listener.stops).containsExactly("t0000#2");
        assertThat(report(epoch(second, 2, null))).isEqualTo(Ack.STALE_ATTEMPT);
        assertThat(scheduler.steer("brief", Steering::cancel, "tester").result().state())
                .isEqualTo(SweepState.FAILED);
        assertThat(first.attempt()).isEqualTo(1);
    }
}
