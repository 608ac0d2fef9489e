package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Ack;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.FailureCode;
import io.barograph.api.LeaseRenewal;
import io.barograph.api.SearchSpec;
import io.barograph.api.SweepDeleted;
import io.barograph.api.SweepState;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialMessage;
import io.barograph.api.TrialRelease;
import io.barograph.metrics.Meters;
import io.barograph.server.TestingSpecs;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** An ended sweep can be deleted, and nothing of it reaches the next one of its name. */
class DeletionRulesTest extends OneScheduler {
    private final List<String> calls = new ArrayList<>();
    private final Promise<Void> slowness = Promise.promise();

    private void submitAgain() {
        submit(TestingSpecs.sweep("s", SearchSpec.grid(TestingSpecs.FIVE_BUDGETS)));
        scheduler.wake();
    }

    private static ErrorCode refusal(Future<?> future) {
        assertThat(future.cause()).isInstanceOf(BarographException.class);
        return ((BarographException) future.cause()).code();
    }

    private static List<TrialMessage> everyReport(TrialAssignment of) {
        Long number = of.sweepNumber();
        String trial = of.config().trial();
        return List.of(
                epoch(of, 1, TEACHER),
                result(of),
                failure(of, FailureCode.DIVERGED),
                new TrialRelease("s", trial, of.attempt(), TEACHER, number),
                new LeaseRenewal("s", trial, of.attempt(), "a", number));
    }

    @Test
    void onlyAnEndedSweepIsDeletedAndOnlyOnce() {
        assertThat(refusal(scheduler.delete("s", "tester"))).isEqualTo(ErrorCode.CONFLICT);
        scheduler.steer("s", Steering::pause, "tester");
        assertThat(scheduler.delete("s", "tester").cause())
                .hasMessage("sweep s is paused and cannot be deleted: cancel it first");
        submit(TestingSpecs.sweep("unloaded", SearchSpec.grid(List.of(0.5))));
        assertThat(refusal(scheduler.delete("unloaded", "tester"))).isEqualTo(ErrorCode.CONFLICT);
        scheduler.steer("s", Steering::cancel, "tester");
        assertThat(scheduler.delete("s", "tester").result()).isEqualTo(new SweepDeleted("s"));
        assertThat(refusal(scheduler.delete("s", "tester"))).isEqualTo(ErrorCode.UNKNOWN_SWEEP);
        assertThat(refusal(scheduler.steer("s", Steering::cancel, "tester"))).isEqualTo(ErrorCode.UNKNOWN_SWEEP);
        assertThat(scheduler.isLeading()).as("no reason to start over").isTrue();
        assertThat(store.log("s", 0, 9).result()).isEmpty();
    }

    @Test
    void aLateReportOfADeletedSweepIsRefused() {
        TrialAssignment old = assigned("a", 1);
        scheduler.steer("s", Steering::cancel, "tester");
        scheduler.delete("s", "tester");
        everyReport(old).forEach(late -> assertThat(report(late)).isEqualTo(Ack.UNKNOWN_TRIAL));
    }

    @Test
    void aLateReportDoesNotReachTheNextSweepOfTheSameName() {
        TrialAssignment old = assigned("a", 1);
        report(epoch(old, 1, TEACHER));
        scheduler.steer("s", Steering::cancel, "tester");
        scheduler.delete("s", "tester");
        submitAgain();
        assertThat(stored().sequence()).as("from the beginning").isEqualTo(1);

        TrialAssignment young = assigned("b", 1);
        assertThat(young.config().trial()).isEqualTo(old.config().trial());
        assertThat(young.attempt()).as("so that nothing else tells them apart").isEqualTo(old.attempt());
        assertThat(young.checkpoint()).isNull();
        assertThat(young.teacher()).isNull();
        long before = stored().sequence();
        everyReport(old).forEach(late -> assertThat(report(late)).isEqualTo(Ack.UNKNOWN_TRIAL));
        assertThat(stored().sequence()).isEqualTo(before);
        assertThat(report(epoch(young, 1, TEACHER))).isEqualTo(Ack.OK);
        assertThat(report(result(young))).isEqualTo(Ack.OK);
    }

    @Test
    void aWorkerThatStillHoldsADeletedSweepsTrialGetsOneOfTheNext() {
        TrialAssignment old = assigned("a", 1);
        scheduler.steer("s", Steering::cancel, "tester");
        scheduler.delete("s", "tester");
        submitAgain();
        assertThat(ask("a", 1)).as("the same ask, arriving again").isNull();
        TrialAssignment young = assigned("a", 2);
        assertThat(young.sweepNumber()).isNotEqualTo(old.sweepNumber());
        assertThat(report(result(young))).isEqualTo(Ack.OK);
    }

    @Test
    void whoeverAsksWhileASweepIsDeletedWaitsAndMeetsTheNext() {
        TrialAssignment old = assigned("a", 1);
        scheduler.steer("s", Steering::cancel, "tester");
        scheduler.stop();
        Scheduler slow = watched();
        slow.tick();
        Future<SweepDeleted> deletion = slow.delete("s", "tester");
        submit(TestingSpecs.sweep("s", SearchSpec.grid(TestingSpecs.FIVE_BUDGETS)));
        slow.wake();
        Future<Ack> late = slow.report(result(old));
        Future<?> pause = slow.steer("s", Steering::pause, "tester");
        assertThat(List.of(deletion.isComplete(), late.isComplete(), pause.isComplete()))
                .containsOnly(false);
        assertThat(slow.delete("s", "tester")).as("the same wish again").isNotNull();

        slowness.complete();
        assertThat(deletion.result()).isEqualTo(new SweepDeleted("s"));
        assertThat(late.result()).isEqualTo(Ack.UNKNOWN_TRIAL);
        assertThat(pause.succeeded()).isTrue();
        assertThat(stored().state()).isEqualTo(SweepState.PAUSED);
        assertThat(calls).containsOnlyOnce("delete");
    }

    /** A scheduler whose store is slow to say that it deleted, and whose calls are written down. */
    private Scheduler watched() {
        SweepStore watched = (SweepStore) Proxy.newProxyInstance(
                SweepStore.class.getClassLoader(), new Class<?>[] {SweepStore.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    Object result = method.invoke(store, arguments);
                    return method.getName().equals("delete")
                            ? slowness.future().compose(passed -> (Future<?>) result)
                            : result;
                });
        return new Scheduler(watched, SchedulerConfig.of("slow"), time, Meters.in(registry), listener);
    }

    @Test
    void anEndedSweepIsForgottenAndReadAgainWhenSomebodyAsks() {
        scheduler.stop();
        Scheduler watching = watched();
        watching.tick();
        TrialAssignment last = Objects.requireNonNull(
                watching.ask(TrialAsk.of("a", 0, 1)).result().assignment());
        watching.steer("s", Steering::cancel, "tester");
        calls.clear();
        assertThat(watching.report(result(last)).result()).isEqualTo(Ack.STALE_ATTEMPT);
        assertThat(calls).as("still here").doesNotContain("load");

        watching.tick();
        calls.clear();
        for (int seconds = 0; seconds < 330; seconds += 5) {
            time.after(5000, () -> {});
            time.step(Instant.MAX);
            watching.tick();
        }
        assertThat(calls).as("it leads all the time").doesNotContain("acquire");
        calls.clear();
        assertThat(watching.report(result(last)).result()).isEqualTo(Ack.STALE_ATTEMPT);
        assertThat(watching.report(result(last)).result()).isEqualTo(Ack.STALE_ATTEMPT);
        assertThat(calls).as("read once").containsOnlyOnce("load");
        submit(TestingSpecs.sweep("next", SearchSpec.grid(List.of(0.5))));
        watching.wake();
        assertThat(watching.ask(TrialAsk.of("a", 0, 1)).result().assignment())
                .as("an ask that was answered long ago")
                .isNull();
        assertThat(watching.ask(TrialAsk.of("a", 0, 2)).result().assignment()).isNotNull();
    }
}
