package io.barograph.server.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Strategy;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.schedule.LogsWithArtifacts;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.Lease;
import io.barograph.server.store.MemorySweepStore;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArtifactCollectorTest {
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final String HASH = "ab".repeat(32);

    private final HandClock clock = new HandClock();
    private final MemorySweepStore sweeps = new MemorySweepStore(clock);
    private final MemoryArtifactStore artifacts = new MemoryArtifactStore(clock);
    private boolean broken;
    private Runnable whileReading = () -> {};
    private final ArtifactCollector collector =
            new ArtifactCollector(sweeps, artifacts, clock, GRACE, new ArtifactCollector.Blocking() {
                @Override
                public <T> Future<T> call(Callable<T> work) {
                    try {
                        Future<T> done = broken ? Future.failedFuture("away") : Future.succeededFuture(work.call());
                        whileReading.run();
                        return done;
                    } catch (Exception e) {
                        return Future.failedFuture(e);
                    }
                }
            });

    @Test
    void removesWhatTwoPassesFoundOldAndUnreferenced() {
        artifacts.store(HASH);
        clock.pass(GRACE.plusSeconds(1));
        assertThat(collector.pass().result()).isZero();
        assertThat(collector.pass().result()).isEqualTo(1);
        assertThat(artifacts.list()).isEmpty();
    }

    @Test
    void leavesWhatIsYoung() {
        artifacts.store(HASH);
        clock.pass(GRACE.minusSeconds(1));
        collector.pass();
        assertThat(collector.pass().result()).isZero();
        assertThat(artifacts.list()).containsExactly(HASH);
    }

    @Test
    void leavesWhatIsStoredAgainBeforeAPassOrInTheMiddleOfIt() {
        artifacts.store(HASH);
        clock.pass(GRACE.plusSeconds(1));
        collector.pass();
        whileReading = () -> artifacts.store(HASH);
        assertThat(collector.pass().result()).isZero();
        whileReading = () -> {};
        assertThat(collector.pass().result()).isZero();
        assertThat(artifacts.list()).containsExactly(HASH);
    }

    @Test
    void aPassThatFailedCountsForNothing() {
        artifacts.store(HASH);
        clock.pass(GRACE.plusSeconds(1));
        collector.pass();
        broken = true;
        assertThat(collector.pass().failed()).isTrue();
        broken = false;
        assertThat(collector.pass().result()).isZero();
        assertThat(collector.pass().result()).isEqualTo(1);
    }

    @Test
    void removesEverythingAtOnceWhereNobodyWorks() {
        artifacts.store(HASH);
        assertThat(collector.removeAll().result()).isEqualTo(1);
    }

    @Test
    void removesTheModelsOfASweepThatWasDeleted() {
        List<LogEntry> log = LogsWithArtifacts.withoutFaults(1, Strategy.INDEPENDENT);
        sweeps.submit(log.get(0));
        Lease lease = Objects.requireNonNull(
                sweeps.acquire("test", Duration.ofHours(1)).result());
        sweeps.append(lease, log.subList(1, log.size()));
        Set<String> models = ReferencedArtifacts.of(SweepProjection.replay(log)).hashes();
        models.forEach(artifacts::store);
        clock.pass(GRACE.plusSeconds(1));
        collector.pass();
        assertThat(collector.pass().result()).isZero();
        assertThat(artifacts.list()).isNotEmpty();

        assertThat(sweeps.delete(lease, log.get(0).sweep(), "tester").result()).isTrue();
        assertThat(collector.pass().result()).isZero();
        assertThat(collector.pass().result()).isEqualTo(models.size());
        assertThat(artifacts.list()).isEmpty();
    }

    /** Uploads come up to nearly the grace period before their reports; passes at random times between everything. */
    @ParameterizedTest
    @EnumSource(Strategy.class)
    void neverRemovesWhatIsStillWantedAndLeavesOnlyModelsAndExports(Strategy strategy) {
        for (int seed = 100; seed < 110; seed++) {
            new ArtifactCollectorTest().live(LogsWithArtifacts.underManyFaults(seed, strategy), new Random(seed));
        }
    }

    private record Step(Instant at, Runnable action) {}

    private void live(List<LogEntry> log, Random random) {
        clock.now = log.get(0).at().minus(Duration.ofHours(1));
        List<Step> steps = new ArrayList<>();
        Instant last = log.get(log.size() - 1).at();
        for (Instant at = clock.now; at.isBefore(last); at = at.plusSeconds(random.nextInt(600))) {
            steps.add(new Step(at, collector::pass));
        }
        for (LogEntry entry : log) {
            long early = random.nextLong(GRACE.minusSeconds(1).toMillis());
            ReferencedArtifactsTest.produced(entry)
                    .forEach(hash -> steps.add(new Step(entry.at().minusMillis(early), () -> artifacts.store(hash))));
            steps.add(new Step(entry.at(), () -> happens(entry)));
        }
        steps.sort(Comparator.comparing(Step::at));
        for (Step step : steps) {
            clock.now = step.at();
            step.action().run();
        }
        assertThat(collector.pass().succeeded()).isTrue();
        clock.pass(GRACE.plusSeconds(1));
        collector.pass();
        collector.pass();
        assertThat(artifacts.list())
                .containsExactlyInAnyOrderElementsOf(
                        ReferencedArtifacts.of(SweepProjection.replay(log)).hashes());
    }

    private void happens(LogEntry entry) {
        if (entry.sequence() == 1) {
            sweeps.submit(entry);
            return;
        }
        if (entry.change() instanceof TrialStarted started) {
            Set<String> given = new HashSet<>();
            Stream.of(started.teacher(), started.rung(), started.checkpoint())
                    .filter(Objects::nonNull)
                    .forEach(given::add);
            assertThat(artifacts.list()).as("%s", started).containsAll(given);
        }
        Lease lease = Objects.requireNonNull(
                sweeps.acquire("test", Duration.ofHours(1)).result());
        assertThat(sweeps.append(lease, List.of(entry)).succeeded()).isTrue();
    }

    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
