package io.barograph.server.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.EpochReport;
import io.barograph.api.Strategy;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.schedule.LogsWithArtifacts;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReferencedArtifactsTest {
    /** The world without mercy: whatever is not referenced is gone at once, after every single entry of a log. */
    @ParameterizedTest
    @EnumSource(Strategy.class)
    void everyStartFindsWhatItIsGivenThoughNothingElseIsKept(Strategy strategy) {
        int given = 0;
        for (int seed = 0; seed < 40; seed++) {
            List<LogEntry> log = LogsWithArtifacts.underManyFaults(seed, strategy);
            given += new World().live(log);
        }
        assertThat(given).as("otherwise nothing was proved").isGreaterThan(1000);
    }

    @Test
    void afterTheEndOnlyModelsAndExportsStay() {
        List<LogEntry> log = LogsWithArtifacts.withoutFaults(7, Strategy.LADDER);
        SweepProjection sweep = SweepProjection.replay(log);
        assertThat(sweep.count(TrialState.COMPLETED)).isEqualTo(20);
        ReferencedArtifacts end = ReferencedArtifacts.of(sweep);
        assertThat(end.byKind().keySet()).containsExactlyInAnyOrder(ArtifactKind.MODEL, ArtifactKind.EXPORT);
        assertThat(end.hashes()).hasSize(40);
        List<TrialResult> results = sweep.trials().stream()
                .map(TrialEntry::result)
                .filter(Objects::nonNull)
                .toList();
        assertThat(ReferencedArtifacts.of(results)).isEqualTo(end);
    }

    @Test
    void aTrialKeepsItsNewestCheckpointAndNoOlderOne() {
        List<LogEntry> log = LogsWithArtifacts.withoutFaults(7, Strategy.LADDER);
        SweepProjection sweep = new SweepProjection(log.get(0));
        Set<ArtifactKind> seen = EnumSet.noneOf(ArtifactKind.class);
        for (LogEntry entry : log.subList(1, log.size())) {
            sweep.apply(entry);
            ReferencedArtifacts now = ReferencedArtifacts.of(sweep);
            seen.addAll(now.byKind().keySet());
            long running = sweep.running().size();
            assertThat(now.byKind().getOrDefault(ArtifactKind.CHECKPOINT, Set.of()))
                    .as("no attempt was given one here")
                    .hasSizeLessThanOrEqualTo((int) running);
        }
        assertThat(seen).isEqualTo(EnumSet.allOf(ArtifactKind.class));
    }

    private static final class World {
        private final Set<String> store = new HashSet<>();
        private int given;

        int live(List<LogEntry> log) {
            SweepProjection sweep = new SweepProjection(log.get(0));
            for (LogEntry entry : log.subList(1, log.size())) {
                produced(entry).forEach(store::add);
                if (entry.change() instanceof TrialStarted started) {
                    Stream.of(started.teacher(), started.rung(), started.checkpoint())
                            .filter(Objects::nonNull)
                            .forEach(hash -> {
                                given++;
                                assertThat(store).as("%s", started).contains(hash);
                            });
                }
                sweep.apply(entry);
                ReferencedArtifacts wanted = ReferencedArtifacts.of(sweep);
                assertThat(store).as("what is wanted is there").containsAll(wanted.hashes());
                store.retainAll(wanted.hashes());
            }
            return given;
        }
    }

    static Stream<String> produced(LogEntry entry) {
        if (entry.change() instanceof EpochEnded ended) {
            EpochReport report = ended.report();
            return Stream.of(report.checkpoint(), report.teacher(), report.rung())
                    .filter(Objects::nonNull);
        }
        if (entry.change() instanceof TrialCompleted completed) {
            TrialResult result = completed.result();
            return Stream.of(result.model(), result.onnx()).filter(Objects::nonNull);
        }
        return Stream.of();
    }
}
