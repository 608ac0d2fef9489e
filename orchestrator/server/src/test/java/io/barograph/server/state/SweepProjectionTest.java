package io.barograph.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.EpochReport;
import io.barograph.api.Phase;
import io.barograph.api.SearchSpec;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.search.TrialSampler;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SweepProjectionTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void anEpochFarAwayTakesNoMoreMemoryThanANearOne() {
        SearchSpec search =
                TestingSpecs.grid(List.of(0.5), LongStream.range(0, 100).boxed().toList(), new TreeMap<>());
        Submitted submitted = new Submitted(
                "k", TestingSpecs.sweep("s", search), 1, TrialSampler.of(search).next(0));
        SweepProjection sweep = new SweepProjection(new LogEntry("s", 1, NOW, submitted));
        for (TrialEntry trial : sweep.trials()) {
            apply(sweep, new TrialStarted(trial.trial(), 0.5, 1, "w", 0, 1, null, null, null, null, null));
            apply(sweep, new EpochEnded(epoch(trial.trial())));
            assertThat(trial.hasEpoch(Integer.MAX_VALUE)).isTrue();
            assertThat(trial.hasEpoch(1)).isFalse();
        }
    }

    private static void apply(SweepProjection sweep, LoggedChange change) {
        sweep.apply(new LogEntry("s", sweep.sequence() + 1, NOW, change));
    }

    private static EpochReport epoch(String trial) {
        return new EpochReport("s", trial, 1, Phase.PRETRAIN, Integer.MAX_VALUE, new TreeMap<>(), null, null, null);
    }
}
