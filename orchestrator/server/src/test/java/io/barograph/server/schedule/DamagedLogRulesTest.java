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
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.DamagedLogException;
import io.barograph.server.store.LogPage;
import io.barograph.server.store.MemorySweepStore;
import io.barograph.server.store.SweepStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One sweep whose log cannot be read is left alone; nothing else suffers. */
class DamagedLogRulesTest {
    private final VirtualTime time = new VirtualTime();
    private final MemorySweepStore memory = new MemorySweepStore(time);
    private final TestingLog log = new TestingLog(DamagedSweeps.class.getName());
    private int readable = Integer.MAX_VALUE;
    private boolean cutShort;
    private Scheduler scheduler = scheduler("first");
    private TrialAssignment ofBad;

    @BeforeEach
    void damage() {
        submit("bad");
        scheduler.tick();
        ofBad = assigned("a", 1);
        submit("good");
        scheduler.stop();
        scheduler = scheduler("second");
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    private void submit(String name) {
        SearchSpec search = SearchSpec.grid(List.of(0.5));
        Submitted submitted = new Submitted(
                name,
                TestingSpecs.sweep(name, search),
                1,
                TrialSampler.of(search).next(0));
        memory.submit(new LogEntry(name, 1, time.instant(), submitted));
    }

    private Scheduler scheduler(String owner) {
        return new Scheduler(
                store(),
                SchedulerConfig.of(owner),
                time,
                Meters.in(new SimpleMeterRegistry()),
                new RecordingListener());
    }

    /** The memory's entries, but of the sweep "bad" no more than can be read. */
    private SweepStore store() {
        return (SweepStore) Proxy.newProxyInstance(
                SweepStore.class.getClassLoader(), new Class<?>[] {SweepStore.class}, (proxy, method, arguments) -> {
                    boolean reads =
                            method.getName().equals("page") || method.getName().equals("load");
                    if (!reads || !"bad".equals(arguments[0]) || readable >= 2) {
                        return method.invoke(memory, arguments);
                    }
                    if (!cutShort) {
                        return Future.failedFuture(
                                new DamagedLogException("bad", readable + 1, "damaged TrialStarted", null));
                    }
                    Future<LogPage> page = memory.page("bad", 0, readable);
                    return method.getName().equals("page") ? page : page.map(DamagedLogRulesTest::folded);
                });
    }

    private static @Nullable SweepProjection folded(LogPage page) {
        if (page.entries().isEmpty()) {
            return null;
        }
        SweepProjection projection = new SweepProjection(page.entries().get(0), page.number());
        page.entries().stream().skip(1).forEach(projection::apply);
        return projection;
    }

    private TrialAssignment assigned(String worker, long number) {
        return Objects.requireNonNull(
                scheduler.ask(TrialAsk.of(worker, 0, number, worker)).result().assignment());
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            time.after(1000, () -> {});
            time.step(Instant.MAX);
            scheduler.tick();
        }
    }

    @Test
    void otherSweepsGoOnAndTheLogSaysOnceWhichEntryItIs() {
        readable = 1;
        scheduler.tick();
        pass(200);
        assertThat(scheduler.isLeading()).isTrue();
        assertThat(assigned("b", 1).sweep()).isEqualTo("good");
        assertThat(log.lines()).hasSize(1);
        assertThat(log.lines().get(0))
                .startsWith(
                        "Sweep bad is left alone, other sweeps go on: entry 2 in the log of sweep bad cannot be used:"
                                + " damaged TrialStarted");
    }

    @Test
    void aWorkerOfItIsFreedForOthersAndCancellingSaysWhyNot() {
        readable = 1;
        scheduler.tick();
        Ack ack = scheduler
                .report(TestingSpecs.result("bad", "t0000", ofBad.attempt(), 0.5))
                .result();
        assertThat(ack).isEqualTo(Ack.UNKNOWN_TRIAL);
        assertThat(scheduler.steer("bad", Steering::cancel, "tester").cause())
                .hasMessageContaining("entry 2 in the log of sweep bad");
        assertThat(scheduler.isLeading()).as("no reason to start over").isTrue();
        assertThat(assigned("a", 2).sweep()).isEqualTo("good");
    }

    @Test
    void itGoesOnWhereItWasOnceItsLogIsMended() {
        readable = 1;
        scheduler.tick();
        readable = Integer.MAX_VALUE;
        pass(65);
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(1)).isEqualTo("Sweep bad can be read again and goes on");
        assertThat(assigned("b", 1).sweep()).isEqualTo("good");
        TrialAssignment again = assigned("a", 2);
        assertThat(again.sweep()).isEqualTo("bad");
        assertThat(again.attempt()).isEqualTo(2);
    }

    @Test
    void aLogWithoutItsEndOrWithNothingIsDamagedToo() {
        cutShort = true;
        readable = 1;
        scheduler.tick();
        assertThat(assigned("b", 1).sweep()).isEqualTo("good");
        assertThat(log.lines().get(0)).contains("entry 2", "it is missing, and so are all up to 2");
        readable = 0;
        pass(65);
        assertThat(log.lines().get(1)).contains("entry 1", "it is missing, and so are all up to 2");
        assertThat(scheduler.isLeading()).isTrue();
    }
}
