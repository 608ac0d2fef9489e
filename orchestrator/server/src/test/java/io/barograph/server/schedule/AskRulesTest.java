package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Ack;
import io.barograph.api.SearchSpec;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.metrics.Meters;
import io.barograph.server.TestingLog;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.search.TrialSampler;
import io.barograph.server.store.MemorySweepStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who asks for a trial, told without any worker's clock: processes by their incarnation, asks of one process by number. */
class AskRulesTest {
    private final VirtualTime time = new VirtualTime();
    private final MemorySweepStore store = new MemorySweepStore(time);
    private Scheduler scheduler = scheduler("first");

    @BeforeEach
    void lead() {
        SearchSpec search = SearchSpec.grid(List.of(1.0));
        Submitted submitted = new Submitted(
                "s", TestingSpecs.sweep("s", search), 1, TrialSampler.of(search).next(0));
        store.submit(new LogEntry("s", 1, time.instant(), submitted));
        scheduler.tick();
    }

    private Scheduler scheduler(String owner) {
        return new Scheduler(
                store, SchedulerConfig.of(owner), time, Meters.in(new SimpleMeterRegistry()), new RecordingListener());
    }

    private @Nullable TrialAssignment ask(@Nullable String incarnation, long number) {
        return scheduler.ask(TrialAsk.of("w", 0, number, incarnation)).result().assignment();
    }

    private TrialAssignment assigned(@Nullable String incarnation, long number) {
        return Objects.requireNonNull(ask(incarnation, number));
    }

    private Ack result(TrialAssignment of) {
        return scheduler
                .report(TestingSpecs.result(of.sweep(), of.config().trial(), of.attempt(), 1))
                .result();
    }

    @Test
    void aWorkerThatCountsFromLowerNumbersAfterItsRestartGetsItsTrialBackAtOnce() {
        TrialAssignment before = assigned("before", 1_700_000_000_000L);
        TrialAssignment after = assigned("after", 1);
        assertThat(after.config()).isEqualTo(before.config());
        assertThat(after.attempt()).isEqualTo(2);
        assertThat(result(before)).isEqualTo(Ack.STALE_ATTEMPT);
        assertThat(result(after)).isEqualTo(Ack.OK);
    }

    @Test
    void whatAReplacedProcessAskedComesLateAndTakesNothingAway() {
        assigned("before", 5);
        TrialAssignment after = assigned("after", 1);
        assertThat(ask("before", 5)).as("its last ask again").isNull();
        assertThat(ask("before", 6)).as("its next").isNull();
        assertThat(ask("before", Long.MAX_VALUE)).as("any other").isNull();
        assertThat(assigned("after", 1)).isEqualTo(after);
        assertThat(result(after)).isEqualTo(Ack.OK);
    }

    @Test
    void itIsSaidOnceThatAReplacedProcessAsks() {
        try (TestingLog log = new TestingLog(SlotAsks.class.getName())) {
            assigned("before", 5);
            assigned("after", 1);
            for (int i = 0; i < 100; i++) {
                ask("before", i + 6);
            }
            assertThat(log.lines()).hasSize(1);
            assertThat(log.lines().get(0)).contains("Worker w slot 0", "two have the same name");
        }
    }

    @Test
    void anAskFromBeforeTheLatestGetsNothingAlsoWhenNoTrialRuns() {
        result(assigned("p", 7));
        assertThat(ask("p", 9)).isNull();
        SearchSpec search = SearchSpec.grid(List.of(0.5));
        Submitted next = new Submitted(
                "next",
                TestingSpecs.sweep("next", search),
                1,
                TrialSampler.of(search).next(0));
        store.submit(new LogEntry("next", 1, time.instant(), next));
        scheduler.wake();
        assertThat(ask("p", 8)).as("the worker has gone on to 9").isNull();
        assertThat(assigned("p", 10).sweep()).isEqualTo("next");
    }

    @Test
    void theNextSchedulerKnowsTheProcessOfARunningTrial() {
        TrialAssignment running = assigned("process", 3);
        scheduler.stop();
        scheduler = scheduler("second");
        scheduler.tick();
        assertThat(ask("process", 2)).isNull();
        assertThat(assigned("process", 3)).isEqualTo(running);
        assertThat(assigned("another", 1).attempt()).isEqualTo(2);
        assertThat(ask("process", 4)).isNull();
    }

    @Test
    void workersThatKnowNoIncarnationsAreToldApartByNumbersAlone() {
        assigned(null, 4);
        assertThat(ask(null, 3)).isNull();
        assertThat(assigned(null, 5).attempt()).isEqualTo(2);
        assertThat(assigned("new version", 1).attempt()).isEqualTo(3);
    }
}
