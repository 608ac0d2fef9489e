package io.barograph.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.BarographException;
import io.barograph.api.EpochReport;
import io.barograph.api.ErrorCode;
import io.barograph.api.FailureCode;
import io.barograph.api.Phase;
import io.barograph.api.SearchSpec;
import io.barograph.api.SweepChangeType;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepState;
import io.barograph.api.SweepSummary;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.Ended;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.FrontChanged;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.LoggedChange.TrialCancelled;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.search.TrialSampler;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do. */
abstract class SweepStoreContract {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");
    private static final Duration LONG = Duration.ofMinutes(5);

    SweepStore store;

    /** An empty store. */
    abstract SweepStore open() throws Exception;

    /** Lets time pass for the lease's clock. */
    abstract void pass(Duration duration) throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("store did not answer", e);
        }
    }

    Lease lease() {
        return Objects.requireNonNull(await(store.acquire("owner", LONG)));
    }

    private static LogEntry submission(String sweep, String key, SearchSpec search) {
        SweepSpec spec = TestingSpecs.sweep(sweep, search);
        TrialSampler sampler = TrialSampler.of(search);
        return new LogEntry(sweep, 1, NOW, new Submitted(key, spec, sampler.version(), sampler.next(0)));
    }

    static LogEntry submission(String sweep, String key) {
        return submission(sweep, key, SearchSpec.grid(TestingSpecs.FIVE_BUDGETS));
    }

    static List<LogEntry> entries(String sweep, long first, LoggedChange... changes) {
        List<LogEntry> entries = new ArrayList<>();
        for (LoggedChange change : changes) {
            long sequence = first + entries.size();
            entries.add(new LogEntry(sweep, sequence, NOW.plusSeconds(sequence), change));
        }
        return entries;
    }

    static TrialStarted start(String trial, int attempt) {
        return new TrialStarted(
                trial,
                1.0,
                attempt,
                "worker",
                2,
                77,
                null,
                attempt == 2 ? "ab".repeat(32) : null,
                null,
                attempt == 2 ? "an incarnation" : null,
                attempt == 2 ? "cd".repeat(32) : null);
    }

    static EpochReport epoch(String sweep, String trial, int attempt, int epoch) {
        return new EpochReport(
                sweep,
                trial,
                attempt,
                Phase.PRETRAIN,
                epoch,
                new TreeMap<>(Map.of("loss", 1.25e-7, "steps", 3.0)),
                "ef".repeat(32),
                epoch == 2 ? "cd".repeat(32) : null,
                epoch == 2 ? "ba".repeat(32) : null);
    }

    @Test
    void sweepsAreListedByPagesTheNewestFirst() {
        for (int i = 0; i < 5; i++) {
            await(store.submit(submission("sweep-" + i, "key-" + i)));
        }
        List<SweepSummary> first = await(store.newest(null, 3));
        List<SweepSummary> rest = await(store.newest(first.get(2).number(), 3));

        assertThat(first).extracting(SweepSummary::sweep).containsExactly("sweep-4", "sweep-3", "sweep-2");
        assertThat(rest).extracting(SweepSummary::sweep).containsExactly("sweep-1", "sweep-0");
        assertThat(first.get(0).trials()).isEqualTo(Map.of(TrialState.WAITING, 5));
        assertThat(first.get(0).state()).isEqualTo(SweepState.RUNNING);
        assertThat(first.get(0).createdAt()).isEqualTo(NOW);
        assertThat(first.get(0).sequence()).isEqualTo(1);
        assertThat(await(store.newest(rest.get(1).number(), 3))).isEmpty();
    }

    @Test
    void listsTheSweepsThatRunAndThoseThatEndedLately() {
        Lease lease = lease();
        for (String sweep : List.of("first", "old", "new", "last")) {
            await(store.submit(submission(sweep, "key of " + sweep)));
        }
        await(store.append(lease, cancelled("old", NOW.plusSeconds(10))));
        await(store.append(lease, cancelled("new", NOW.plusSeconds(20))));

        assertThat(await(store.lately(NOW.plusSeconds(10), 9)))
                .extracting(SweepHead::sweep)
                .containsExactly("last", "first", "new");
        assertThat(await(store.lately(NOW, 3))).extracting(SweepHead::sweep).containsExactly("last", "first", "new");
    }

    private static List<LogEntry> cancelled(String sweep, Instant at) {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            entries.add(new LogEntry(sweep, 2 + i, at, new TrialCancelled("t000" + i, 0)));
        }
        entries.add(new LogEntry(sweep, 7, at, new Ended(SweepState.CANCELLED)));
        return entries;
    }

    @Test
    void givesBackTheLogAsItWasWritten() {
        LogEntry first = submission("s", "k");
        assertThat(await(store.submit(first))).isTrue();
        List<LogEntry> more = everyKindOfChange("s");
        await(store.append(lease(), more.subList(0, 3)));
        await(store.append(lease(), more.subList(3, more.size())));

        List<LogEntry> all = new ArrayList<>(List.of(first));
        all.addAll(more);
        assertThat(await(store.log("s", 0, 100))).isEqualTo(all);
        assertThat(await(store.log("s", 2, 3))).isEqualTo(all.subList(2, 5));
        assertThat(await(store.log("s", all.size(), 3))).isEmpty();
        assertThat(await(store.log("nobody", 0, 3))).isEmpty();
        assertThat(await(store.load("nobody"))).isNull();
    }

    @Test
    void givesEntriesOfSomeTypes() {
        LogEntry first = submission("s", "k");
        await(store.submit(first));
        List<LogEntry> all = new ArrayList<>(everyKindOfChange("s"));
        await(store.append(lease(), all));
        all.add(0, first);
        for (SweepChangeType type : SweepChangeType.values()) {
            List<LogEntry> wanted = all.stream()
                    .filter(entry -> SweepChangeType.of(entry.change().published()) == type)
                    .toList();
            assertThat(await(store.page("s", 0, 100, Set.of(type))).entries())
                    .as(type.label())
                    .isEqualTo(wanted);
        }
        List<LogEntry> some = await(
                        store.page("s", 8, 3, Set.of(SweepChangeType.EPOCH_ENDED, SweepChangeType.TRIAL_ENDED)))
                .entries();
        assertThat(some).extracting(LogEntry::sequence).containsExactly(13L, 16L, 17L);
        assertThat(await(store.page("s", 99, 3, Set.of(SweepChangeType.ENDED))).number())
                .isNotNull();
        assertThat(await(store.page("nobody", 0, 3, Set.of(SweepChangeType.ENDED)))
                        .number())
                .isNull();
    }

    static List<LogEntry> everyKindOfChange(String sweep) {
        TrialResult result = TestingSpecs.result(sweep, "t0000", 2, 1.0);
        return entries(
                sweep,
                2,
                start("t0000", 1),
                new EpochEnded(epoch(sweep, "t0000", 1, 1)),
                new EpochEnded(epoch(sweep, "t0000", 1, 2)),
                new TrialReturned("t0000", 1, ReturnCause.LOST, null, "silent", null),
                start("t0000", 2),
                new EpochEnded(epoch(sweep, "t0000", 2, 2)),
                new TrialCompleted(result),
                new FrontChanged(List.of("t0000"), 0.125),
                start("t0001", 1),
                new TrialReturned("t0001", 1, ReturnCause.FAILED, FailureCode.DIVERGED, "NaN", null),
                start("t0001", 2),
                new TrialFailed("t0001", 2, FailureCode.DIVERGED, "NaN again"),
                start("t0002", 1),
                new TrialReturned("t0002", 1, ReturnCause.RELEASED, null, "drained", "aa".repeat(32)),
                new TrialCancelled("t0002", 1),
                new TrialCancelled("t0003", 0),
                new TrialCancelled("t0004", 0),
                new Ended(SweepState.COMPLETED));
    }

    @Test
    void keepsTheStateThatTheLogTells() {
        List<LogEntry> all = new ArrayList<>(List.of(submission("s", "k")));
        await(store.submit(all.get(0)));
        for (LogEntry entry : everyKindOfChange("s")) {
            await(store.append(lease(), List.of(entry)));
            all.add(entry);
            checkState(SweepProjection.replay(all));
        }
    }

    @Test
    void keepsTheSameStateIfAllComesInOneCommit() {
        List<LogEntry> all = new ArrayList<>(List.of(submission("s", "k")));
        await(store.submit(all.get(0)));
        all.addAll(everyKindOfChange("s"));
        await(store.append(lease(), all.subList(1, all.size())));
        checkState(SweepProjection.replay(all));
        assertThat(await(store.epochs("s", "t0000")))
                .containsExactly(epoch("s", "t0000", 1, 1), epoch("s", "t0000", 1, 2), epoch("s", "t0000", 2, 2));
        assertThat(await(store.epochs("s", "t0001"))).isEmpty();
    }

    private void checkState(SweepProjection expected) {
        SweepProjection loaded = Objects.requireNonNull(await(store.load(expected.sweep())));
        assertThat(loaded.view()).isEqualTo(expected.view());
        assertThat(loaded.report(NOW)).isEqualTo(expected.report(NOW));
        assertThat(await(store.sweeps()))
                .containsExactly(new SweepHead(expected.sweep(), expected.state(), expected.sequence()));
        assertThat(await(store.trials(expected.sweep())))
                .isEqualTo(expected.trials().stream()
                        .map(trial -> new TrialRow(trial.trial(), trial.state(), trial.attempt(), trial.reason()))
                        .toList());
        assertThat(await(store.results(expected.sweep())))
                .isEqualTo(expected.trials().stream()
                        .map(TrialEntry::result)
                        .filter(Objects::nonNull)
                        .toList());
    }

    @Test
    void submitsTheSameKeyOnce() {
        assertThat(await(store.submit(submission("s", "k")))).isTrue();
        assertThat(await(store.submit(submission("s", "k")))).isFalse();
        assertThat(await(store.sweeps())).hasSize(1);
        assertThat(await(store.sweepOfKey("k"))).isEqualTo("s");
        assertThat(await(store.sweepOfKey("other"))).isNull();
    }

    @Test
    void refusesAKeyOrNameThatBelongsToAnotherSweep() {
        await(store.submit(submission("s", "k")));
        for (LogEntry other : List.of(
                submission("s", "other"),
                submission("other", "k"),
                submission("s", "k", SearchSpec.grid(List.of(1.0, 0.25))))) {
            assertThatThrownBy(() -> await(store.submit(other)))
                    .isInstanceOfSatisfying(
                            BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        }
        assertThat(await(store.sweeps())).hasSize(1);
    }

    @Test
    void writesNothingWithoutTheLease() {
        await(store.submit(submission("s", "k")));
        Lease old = lease();
        Lease current = lease();
        assertThat(current.fence()).isGreaterThan(old.fence());
        for (Lease wrong : List.of(old, new Lease("stranger", current.fence()), new Lease("owner", 999))) {
            assertThatThrownBy(() -> await(store.append(wrong, entries("s", 2, start("t0000", 1)))))
                    .isInstanceOf(FencedException.class);
            assertThatThrownBy(() -> await(store.append(wrong, List.of()))).isInstanceOf(FencedException.class);
        }
        assertThat(await(store.log("s", 1, 9))).isEmpty();
        await(store.append(current, List.of()));
    }

    @Test
    void appendsOnlyWhatContinuesTheLog() {
        await(store.submit(submission("s", "k")));
        await(store.submit(submission("s2", "k2")));
        Lease lease = lease();
        await(store.append(lease, entries("s", 2, start("t0000", 1))));
        for (long sequence : new long[] {1, 2, 4}) {
            List<LogEntry> both = new ArrayList<>(entries("s2", 2, start("t0000", 1)));
            both.addAll(entries("s", sequence, start("t0001", 1)));
            assertThatThrownBy(() -> await(store.append(lease, both))).isInstanceOf(SequenceConflictException.class);
        }
        assertThatThrownBy(() -> await(store.append(lease, entries("unknown", 1, start("t0000", 1)))))
                .isInstanceOf(SequenceConflictException.class);
        assertThat(await(store.log("s2", 1, 9))).as("all or nothing").isEmpty();
        assertThat(await(store.log("s", 1, 9))).hasSize(1);
    }

    @Test
    void grantsTheLeaseToOneAtATime() throws Exception {
        Duration brief = Duration.ofSeconds(3);
        Lease first = Objects.requireNonNull(await(store.acquire("first", brief)));
        assertThat(await(store.acquire("second", brief))).isNull();
        assertThat(await(store.renew(first, LONG))).isTrue();
        pass(brief.plusMillis(200));
        assertThat(await(store.acquire("second", brief))).isNull();
        await(store.release(first));
        assertThat(await(store.renew(first, LONG))).as("renewed after release").isFalse();

        Lease second = Objects.requireNonNull(await(store.acquire("second", brief)));
        assertThat(second.fence()).isGreaterThan(first.fence());
        await(store.release(first));
        assertThat(await(store.acquire("first", brief))).as("another's release").isNull();
        pass(brief.plusMillis(200));
        assertThat(await(store.renew(second, brief))).as("renewed too late").isFalse();
        assertThat(await(store.acquire("first", brief))).isNotNull();
    }

    @Test
    void grantsAnEarlierLifeItsLeaseAgain() {
        Lease before = lease();
        Lease after = lease();
        assertThat(after.fence()).isEqualTo(before.fence() + 1);
        assertThat(await(store.renew(before, LONG))).isFalse();
        assertThat(await(store.renew(after, LONG))).isTrue();
    }

    @Test
    void listsSweepsInOrderOfSubmission() {
        for (String name : List.of("c", "a", "b")) {
            await(store.submit(submission(name, "key " + name)));
        }
        assertThat(await(store.sweeps())).extracting(SweepHead::sweep).containsExactly("c", "a", "b");
        assertThat(await(store.trials("a"))).hasSize(5).allSatisfy(trial -> assertThat(trial.state())
                .isEqualTo(TrialState.WAITING));
    }
}
