package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.SearchSpec;
import io.barograph.api.TrialAsk;
import io.barograph.api.WorkerSlot;
import io.barograph.api.WorkerView;
import io.barograph.api.WorkersQuery;
import io.barograph.metrics.Meters;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.search.TrialSampler;
import io.barograph.server.store.MemorySweepStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerListingTest {
    private final VirtualTime time = new VirtualTime();
    private final MemorySweepStore store = new MemorySweepStore(time);
    private Scheduler scheduler = scheduler("first");

    private Scheduler scheduler(String owner) {
        return new Scheduler(
                store, SchedulerConfig.of(owner), time, Meters.in(new SimpleMeterRegistry()), new RecordingListener());
    }

    @BeforeEach
    void lead() {
        SearchSpec search = SearchSpec.grid(List.of(0.5));
        store.submit(new LogEntry(
                "s",
                1,
                time.instant(),
                new Submitted(
                        "s",
                        TestingSpecs.sweep("s", search),
                        1,
                        TrialSampler.of(search).next(0))));
        scheduler.tick();
    }

    private void ask(String worker, int slot, long number) {
        scheduler.ask(new TrialAsk(
                worker, slot, number, new TreeSet<>(Set.of("gpu")), new TreeSet<>(Set.of(TestingSpecs.DATA)), null));
    }

    private List<WorkerView> workers() {
        return Objects.requireNonNull(
                scheduler.workers(new WorkersQuery(new TreeSet<>())).result().workers());
    }

    private void pass(int seconds) {
        time.after(seconds * 1000L, () -> {});
        time.step(Instant.MAX);
    }

    @Test
    void tellsWhatEverySlotTrainsAndForgetsSlotsThatAreSilent() {
        ask("w", 1, 1);
        ask("w", 0, 1);
        assertThat(workers()).singleElement().satisfies(worker -> {
            assertThat(worker.name()).isEqualTo("w");
            assertThat(worker.labels()).containsExactly("gpu");
            assertThat(worker.datasets()).containsExactly(TestingSpecs.DATA);
            assertThat(worker.heard()).isEqualTo(time.instant());
            assertThat(worker.slots()).containsExactly(WorkerSlot.idle(0), new WorkerSlot(1, "s", "t0000", 1));
        });
        pass(20);
        ask("w", 1, 1); // the same ask again: its trial goes on
        pass(20);
        assertThat(workers()).singleElement().satisfies(worker -> assertThat(worker.slots())
                .containsExactly(new WorkerSlot(1, "s", "t0000", 1)));
    }

    @Test
    void aNewSchedulerTellsOfTrialsThatItHasTakenOver() {
        ask("w", 3, 1);
        scheduler.stop();
        scheduler = scheduler("second");
        scheduler.tick();
        assertThat(workers()).singleElement().satisfies(worker -> assertThat(worker.slots())
                .containsExactly(new WorkerSlot(3, "s", "t0000", 1)));
    }
}
