package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Ack;
import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.Phase;
import io.barograph.api.SearchSpec;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialFailure;
import io.barograph.api.TrialMessage;
import io.barograph.api.TrialReport;
import io.barograph.metrics.Meters;
import io.barograph.server.TestingSpecs;
import io.barograph.server.TestingWorker;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.search.TrialSampler;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.MemorySweepStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** A scheduler on virtual time with a store without delays, leading, and a sweep "s" of five budgets. */
abstract class OneScheduler {
    static final String TEACHER = "cd".repeat(32);

    final VirtualTime time = new VirtualTime();
    final MemorySweepStore store = new MemorySweepStore(time);
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final RecordingListener listener = new RecordingListener();
    final Scheduler scheduler = new Scheduler(store, SchedulerConfig.of("test"), time, Meters.in(registry), listener);

    @BeforeEach
    void lead() {
        submit(TestingSpecs.sweep("s", SearchSpec.grid(TestingSpecs.FIVE_BUDGETS)));
        scheduler.tick();
        assertThat(scheduler.isLeading()).isTrue();
    }

    void submit(SweepSpec spec) {
        Submitted submitted = new Submitted(
                spec.name(), spec, 1, TrialSampler.of(spec.search()).next(0));
        store.submit(new LogEntry(spec.name(), 1, time.instant(), submitted));
    }

    @Nullable
    TrialAssignment ask(String worker, long number) {
        return scheduler.ask(TrialAsk.of(worker, 0, number)).result().assignment();
    }

    TrialAssignment assigned(String worker, long number) {
        return Objects.requireNonNull(ask(worker, number));
    }

    Ack report(TrialMessage message) {
        return scheduler.report(message).result();
    }

    static EpochReport epoch(TrialAssignment assignment, int epoch, @Nullable String teacher) {
        return new EpochReport(
                assignment.sweep(),
                assignment.config().trial(),
                assignment.attempt(),
                Phase.PRETRAIN,
                epoch,
                new TreeMap<>(Map.of("loss", 1.0)),
                TestingWorker.checkpoint(epoch),
                teacher,
                null,
                assignment.sweepNumber());
    }

    static TrialMessage result(TrialAssignment assignment) {
        return TestingSpecs.result(
                        assignment.sweep(),
                        assignment.config().trial(),
                        assignment.attempt(),
                        assignment.config().budget())
                .withSweepNumber(assignment.sweepNumber());
    }

    static TrialFailure failure(TrialAssignment assignment, FailureCode code) {
        return TrialFailure.of(assignment.sweep(), assignment.config().trial(), assignment.attempt(), code, "because")
                .withSweepNumber(assignment.sweepNumber());
    }

    SweepProjection stored() {
        return SweepProjection.replay(store.log("s", 0, 1000).result());
    }

    TrialReport reported(String trial) {
        return stored().report(time.instant()).trials().stream()
                .filter(report -> report.trial().equals(trial))
                .findFirst()
                .orElseThrow();
    }

    void pass(long seconds) {
        time.after(seconds * 1000, () -> {});
        time.step(Instant.MAX);
        scheduler.tick();
        scheduler.tick();
    }
}
