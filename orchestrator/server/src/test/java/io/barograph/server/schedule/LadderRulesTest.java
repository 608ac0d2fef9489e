package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.Ack;
import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.Phase;
import io.barograph.api.SearchSpec;
import io.barograph.api.Strategy;
import io.barograph.api.SweepState;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialFailure;
import io.barograph.api.TrialMessage;
import io.barograph.api.TrialState;
import io.barograph.metrics.Meters;
import io.barograph.server.TestingSpecs;
import io.barograph.server.TestingWorker;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.search.TrialSampler;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.MemorySweepStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of a ladder one by one: t0000 has budget 1, t0001 to t0004 go on from one another. */
class LadderRulesTest {
    private static final String TEACHER = "cd".repeat(32);
    private static final String RUNG_1 = "a1".repeat(32);
    private static final String RUNG_2 = "a2".repeat(32);

    private final VirtualTime time = new VirtualTime();
    private final MemorySweepStore store = new MemorySweepStore(time);
    private Scheduler scheduler = scheduler("first");
    private long asked;

    private Scheduler scheduler(String owner) {
        Meters meters = Meters.in(new SimpleMeterRegistry());
        return new Scheduler(store, SchedulerConfig.of(owner), time, meters, new RecordingListener());
    }

    @BeforeEach
    void leadWithADenseNetwork() {
        SearchSpec search = SearchSpec.grid(TestingSpecs.FIVE_BUDGETS).withStrategy(Strategy.LADDER);
        Submitted submitted = new Submitted(
                "key",
                TestingSpecs.sweep("s", search),
                1,
                TrialSampler.of(search).next(0));
        store.submit(new LogEntry("s", 1, time.instant(), submitted));
        scheduler.tick();
        TrialAssignment dense = assigned();
        assertThat(dense.leavesRung())
                .as("nobody goes on from the dense network's rung")
                .isFalse();
        assertThat(report(epoch(dense, 1, TEACHER, null))).isEqualTo(Ack.OK);
        report(result(dense));
    }

    private @Nullable TrialAssignment ask() {
        asked++;
        return scheduler.ask(TrialAsk.of("worker-" + asked, 0, asked)).result().assignment();
    }

    private TrialAssignment assigned() {
        return Objects.requireNonNull(ask());
    }

    private TrialAssignment assigned(String trial) {
        TrialAssignment assignment = assigned();
        assertThat(assignment.config().trial()).isEqualTo(trial);
        return assignment;
    }

    private Ack report(TrialMessage message) {
        return scheduler.report(message).result();
    }

    private static EpochReport epoch(TrialAssignment of, int epoch, @Nullable String teacher, @Nullable String rung) {
        return new EpochReport(
                of.sweep(),
                of.config().trial(),
                of.attempt(),
                teacher == null ? Phase.PRUNE : Phase.PRETRAIN,
                epoch,
                new TreeMap<>(),
                null,
                teacher,
                rung);
    }

    private static TrialMessage result(TrialAssignment of) {
        return TestingSpecs.result(
                of.sweep(), of.config().trial(), of.attempt(), of.config().budget());
    }

    private void fail(TrialAssignment of, FailureCode code) {
        report(TrialFailure.of(of.sweep(), of.config().trial(), of.attempt(), code, "because"));
    }

    private SweepProjection stored() {
        return SweepProjection.replay(store.log("s", 0, 1000).result());
    }

    private @Nullable String note(String trial) {
        return stored().report(time.instant()).trials().stream()
                .filter(report -> report.trial().equals(trial))
                .findFirst()
                .orElseThrow()
                .note();
    }

    private void pass(long seconds) {
        time.after(seconds * 1000, () -> {});
        time.step(Instant.MAX);
        scheduler.tick();
    }

    @Test
    void aTrialWaitsForItsLooserNeighbourAndSaysSo() {
        TrialAssignment half = assigned("t0001");
        assertThat(half.rung()).isNull();
        assertThat(half.leavesRung()).isTrue();
        assertThat(ask()).isNull();
        assertThat(note("t0002")).isEqualTo("waits for t0001 to reach its budget");
        assertThat(note("t0003")).isEqualTo("waits for t0002 to reach its budget");
        assertThat(stored().count(TrialState.WAITING)).isEqualTo(3);
        report(epoch(half, 11, null, null));
        assertThat(ask()).as("an epoch without a rung").isNull();
    }

    @Test
    void startsOnTheRungWhileItsNeighbourStillFineTunes() {
        report(epoch(assigned("t0001"), 15, null, RUNG_1));
        TrialAssignment quarter = assigned("t0002");
        assertThat(quarter.rung()).isEqualTo(RUNG_1);
        assertThat(stored().count(TrialState.RUNNING)).isEqualTo(2);
        assertThat(note("t0002")).isNull();
        report(epoch(quarter, 12, null, RUNG_2));
        TrialAssignment eighth = assigned("t0003");
        assertThat(eighth.rung()).isEqualTo(RUNG_2);
        report(epoch(eighth, 12, null, "a3".repeat(32)));
        assertThat(assigned("t0004").leavesRung()).as("of the tightest").isFalse();
    }

    @Test
    void aNeighbourThatComesBackIsStillWaitedFor() {
        fail(assigned("t0001"), FailureCode.DIVERGED);
        assertThat(ask()).isNull();
        pass(2);
        report(epoch(assigned("t0001"), 15, null, RUNG_1));
        assertThat(assigned("t0002").rung()).isEqualTo(RUNG_1);
    }

    @Test
    void takesTheNextLooserRungIfItsNeighbourFailedAndStartsFreshIfThereIsNone() {
        TrialAssignment half = assigned("t0001");
        report(epoch(half, 15, null, RUNG_1));
        fail(assigned("t0002"), FailureCode.INFEASIBLE);
        assertThat(assigned("t0003").rung()).isEqualTo(RUNG_1);
    }

    @Test
    void startsFreshIfNoLooserTrialLeftARung() {
        fail(assigned("t0001"), FailureCode.INFEASIBLE);
        TrialAssignment quarter = assigned("t0002");
        assertThat(quarter.rung()).isNull();
        assertThat(quarter.teacher()).isEqualTo(TEACHER);
        assertThat(quarter.leavesRung()).isTrue();
    }

    @Test
    void aRungThatCannotBeHadCostsItsWorkAgainAndHoldsNobody() {
        report(epoch(assigned("t0001"), 15, null, RUNG_1));
        fail(assigned("t0002"), FailureCode.ARTIFACT_UNAVAILABLE);
        pass(2);
        TrialAssignment again = assigned("t0002");
        assertThat(again.rung()).isNull();
        assertThat(again.teacher())
                .as("the rung is forgotten before the dense network")
                .isEqualTo(TEACHER);
        fail(again, FailureCode.ARTIFACT_UNAVAILABLE);
        pass(4);
        assertThat(stored().teacherFor(Objects.requireNonNull(stored().trial("t0002"))))
                .isNull();
    }

    @Test
    void aNewSchedulerGoesOnWithTheSameLadder() {
        report(epoch(assigned("t0001"), 15, null, RUNG_1));
        scheduler.stop();
        scheduler = scheduler("second");
        scheduler.tick();
        assertThat(scheduler.isLeading()).isTrue();
        assertThat(assigned("t0002").rung()).isEqualTo(RUNG_1);
        assertThat(ask()).as("t0003 is held").isNull();
        TrialStarted stored = Objects.requireNonNull(
                Objects.requireNonNull(stored().trial("t0002")).started());
        assertThat(stored.rung()).isEqualTo(RUNG_1);
    }

    @Test
    void aLogInWhichAHeldTrialStartsIsRefused() {
        SweepProjection sweep = stored();
        LogEntry early = new LogEntry(
                "s",
                sweep.sequence() + 1,
                time.instant(),
                new TrialStarted("t0002", 0.25, 1, "w", 0, 1, TEACHER, null, null, null, null));
        assertThatThrownBy(() -> sweep.apply(early)).hasMessageContaining("before t0001 reached its budget");
    }

    @Test
    void cancellingEndsHeldTrialsToo() {
        assigned("t0001");
        assertThat(scheduler.steer("s", Steering::cancel, "tester").result().state())
                .isEqualTo(SweepState.CANCELLED);
        assertThat(stored().count(TrialState.CANCELLED)).isEqualTo(4);
        assertThat(ask()).isNull();
    }

    @Test
    void endsWithItsLastTrial() {
        for (String trial : List.of("t0001", "t0002", "t0003", "t0004")) {
            TrialAssignment assignment = assigned(trial);
            String rung = assignment.leavesRung() ? TestingWorker.checkpoint(77) : null;
            report(epoch(assignment, 12, null, rung));
            report(result(assignment));
            pass(Duration.ofSeconds(1).toSeconds());
        }
        assertThat(stored().state()).isEqualTo(SweepState.COMPLETED);
    }
}
