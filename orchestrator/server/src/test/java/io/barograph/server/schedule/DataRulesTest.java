package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Ack;
import io.barograph.api.FailureCode;
import io.barograph.api.SearchSpec;
import io.barograph.api.SweepState;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialState;
import io.barograph.api.WorkerList;
import io.barograph.api.WorkersQuery;
import io.barograph.metrics.Meters;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.search.TrialSampler;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import io.barograph.server.store.MemorySweepStore;
import io.barograph.server.verify.Verifier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trials whose data is not at every worker: one sweep of two trials, each of which trains its own dense network. */
class DataRulesTest {
    private static final Set<String> HELD = Set.of(TestingSpecs.DATA);

    private final VirtualTime time = new VirtualTime();
    private final MemorySweepStore store = new MemorySweepStore(time);
    private Scheduler scheduler = scheduler("first");
    private long asks;

    private Scheduler scheduler(String owner) {
        return new Scheduler(
                store, SchedulerConfig.of(owner), time, Meters.in(new SimpleMeterRegistry()), new RecordingListener());
    }

    @BeforeEach
    void leadForLongEnoughToKnowEveryWorker() {
        SearchSpec search = TestingSpecs.grid(List.of(0.5), List.of(1L, 2L), Map.of());
        Submitted submitted = new Submitted(
                "d",
                TestingSpecs.withData(TestingSpecs.sweep("d", search)),
                1,
                TrialSampler.of(search).next(0));
        store.submit(new LogEntry("d", 1, time.instant(), submitted));
        scheduler.tick();
        pass(31);
    }

    @AfterEach
    void verifies() {
        assertThat(Verifier.verify(store.log("d", 0, 1000).result()).violations())
                .isEmpty();
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            time.after(1000, () -> {});
            time.step(Instant.MAX);
            scheduler.tick();
            scheduler.tick();
        }
    }

    private void passWhileAsks(String worker, int seconds) {
        for (int i = 0; i < seconds; i++) {
            pass(1);
            ask(worker);
        }
    }

    private @Nullable TrialAssignment ask(String worker) {
        return ask(worker, Set.of());
    }

    private @Nullable TrialAssignment ask(String worker, Set<String> held) {
        TrialAsk ask = new TrialAsk(worker, 0, ++asks, new TreeSet<>(), new TreeSet<>(held), null);
        return scheduler.ask(ask).result().assignment();
    }

    private TrialAssignment given(String worker) {
        return Objects.requireNonNull(ask(worker));
    }

    private Ack lacks(TrialAssignment assignment) {
        return scheduler
                .report(OneScheduler.failure(assignment, FailureCode.DATA_MISSING))
                .result();
    }

    private SweepProjection stored() {
        return SweepProjection.replay(store.log("d", 0, 1000).result());
    }

    private TrialEntry trial(String name) {
        return Objects.requireNonNull(stored().trial(name));
    }

    @Test
    void aTrialWhoseWorkerLacksTheDataGoesToOneThatHasNotTried() {
        TrialAssignment first = given("a");
        ask("b");
        assertThat(lacks(first)).isEqualTo(Ack.OK);
        assertThat(lacks(first)).isEqualTo(Ack.DUPLICATE);
        assertThat(trial("t0000").state()).isEqualTo(TrialState.WAITING);
        assertThat(trial("t0000").failures()).isZero();
        assertThat(trial("t0000").reason()).isEqualTo("DATA_MISSING at worker a: because");
        assertThat(ask("a")).as("b may have it").isNull();

        TrialAssignment second = given("c");
        assertThat(second.config().trial()).isEqualTo("t0000");
        assertThat(second.attempt()).isEqualTo(2);
    }

    @Test
    void aWorkerThatHoldsTheDataByNowGetsTrialsAgain() {
        TrialAssignment first = given("a");
        ask("b");
        lacks(first);
        assertThat(ask("a")).isNull();
        assertThat(Objects.requireNonNull(ask("a", HELD)).attempt()).isEqualTo(2);
        assertThat(stored().running()).extracting(TrialEntry::trial).containsExactly("t0000", "t0001");
    }

    @Test
    void anEpochShowsThatAWorkerHasTheDataAfterAll() {
        TrialAssignment first = given("a");
        ask("b");
        lacks(first);
        TrialAssignment again = Objects.requireNonNull(ask("a", HELD));
        assertThat(stored().withoutData()).containsExactly("a");
        scheduler.report(OneScheduler.epoch(again, 1, OneScheduler.TEACHER));
        assertThat(stored().withoutData()).isEmpty();
        assertThat(trial("t0000").withoutData()).isZero();
    }

    @Test
    void anIdleWorkerThatHoldsTheDataIsPreferredToOneThatHasNotTried() {
        TrialAssignment first = given("a");
        TrialAssignment second = given("b");
        assertThat(ask("holder", HELD)).as("both run").isNull();
        lacks(first);
        assertThat(ask("c")).as("the holder asks again soon").isNull();
        assertThat(ask("holder", HELD)).isNotNull();
        lacks(second);
        assertThat(ask("c")).as("no holder is free").isNotNull();
    }

    @Test
    void whenEveryLiveWorkerHasTriedItFailsAndSaysWhoTriedWhat() {
        TrialAssignment first = given("a");
        TrialAssignment second = given("b");
        lacks(first);
        assertThat(trial("t0000").state()).isEqualTo(TrialState.WAITING);
        lacks(second);
        assertThat(trial("t0001").state()).isEqualTo(TrialState.FAILED);
        assertThat(trial("t0001").reason())
                .isEqualTo("no live worker has data set fashion-mnist-sample with hash " + TestingSpecs.DATA
                        + "; tried by a, b; last DATA_MISSING at worker b: because");
        pass(1);
        assertThat(trial("t0000").state()).as("it waited for b").isEqualTo(TrialState.FAILED);
        assertThat(trial("t0000").reason()).contains(TestingSpecs.DATA, "tried by a, b;", "at worker a");
        assertThat(stored().state()).isEqualTo(SweepState.FAILED);
    }

    @Test
    void aTrialThatNobodyTriedIsTriedOnceThoughAllLackTheData() {
        lacks(given("a"));
        assertThat(trial("t0000").state()).isEqualTo(TrialState.FAILED);
        TrialAssignment other = given("a");
        assertThat(other.config().trial()).isEqualTo("t0001");
        scheduler.report(OneScheduler.epoch(other, 1, OneScheduler.TEACHER));
        assertThat(stored().withoutData()).isEmpty();
    }

    @Test
    void aWorkerThatIsGoneIsNotWaitedFor() {
        TrialAssignment first = given("a");
        ask("b");
        lacks(first);
        passWhileAsks("a", 29);
        assertThat(trial("t0000").state()).isEqualTo(TrialState.WAITING);
        passWhileAsks("a", 3);
        assertThat(trial("t0000").state()).isEqualTo(TrialState.FAILED);
    }

    @Test
    void aNewSchedulerWaitsUntilItHasHeardOfEverybody() {
        TrialAssignment first = given("a");
        scheduler.stop();
        scheduler = scheduler("second");
        scheduler.tick();
        lacks(first);
        assertThat(ask("a")).isNull();
        passWhileAsks("a", 28);
        assertThat(trial("t0000").state()).as("others may not have asked yet").isEqualTo(TrialState.WAITING);
        passWhileAsks("a", 3);
        assertThat(trial("t0000").state()).isEqualTo(TrialState.FAILED);
    }

    @Test
    void tellsWhichWorkersAreThere() {
        assertThat(workers()).isEqualTo(WorkerList.of(List.of(), true));
        TrialAssignment given = given("a");
        ask("b");
        passWhileAsks("b", 31);
        assertThat(workers().names()).containsExactly("b");
        assertThat(workers().complete()).isTrue();
        assertThat(given.config().trial()).isEqualTo("t0000");
        assertThat(scheduler
                        .workers(new WorkersQuery(new TreeSet<>(Set.of("gpu"))))
                        .result()
                        .names())
                .isEmpty();
    }

    private WorkerList workers() {
        return scheduler.workers(new WorkersQuery(new TreeSet<>())).result();
    }

    @Test
    void itIsNotTriedForEver() {
        ask("b", HELD);
        for (int i = 1; i <= Decisions.MOST_WITHOUT_DATA; i++) {
            assertThat(trial("t0001").state()).as("attempt %s", i).isEqualTo(TrialState.WAITING);
            lacks(Objects.requireNonNull(ask("a", HELD)));
        }
        assertThat(trial("t0001").state()).isEqualTo(TrialState.FAILED);
    }
}
