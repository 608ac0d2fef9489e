package io.barograph.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.EpochReport;
import io.barograph.api.Phase;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RollingTimesTest {
    private final List<LogEntry> log = new ArrayList<>();

    @Test
    void comparesWhatADrainLostWithTheTrialsOwnIntervals() {
        started(0, 1, null);
        ended(10, 1);
        ended(18, 2);
        returned(23, 1);
        started(27, 2, 2);
        ended(33, 3);

        RollingTimes times = times();
        assertThat(times.losses())
                .containsExactly(new RollingTimes.Loss("t", seconds(5), seconds(6), seconds(10)))
                .noneMatch(RollingTimes.Loss::isBeyondOneInterval);
        assertThat(times.waits()).containsExactly(seconds(4));
        assertThat(times.longestPause()).isEqualTo(seconds(15));
        assertThat(times.wrong()).isEmpty();
    }

    @Test
    void moreThanAnIntervalIsTooMuch() {
        started(0, 1, null);
        ended(3, 1);
        returned(8, 1);
        started(9, 2, 1);
        ended(13, 2);
        assertThat(times().losses()).hasSize(1).allMatch(RollingTimes.Loss::isBeyondOneInterval);
    }

    @Test
    void noticesWhatWasTrainedTwiceOrFromAnOldCheckpoint() {
        started(0, 1, null);
        ended(3, 1);
        ended(6, 2);
        returned(7, 1);
        started(8, 2, 1);
        ended(11, 2);
        assertThat(times().wrong())
                .containsExactly(
                        "t went on from another checkpoint than its last one",
                        "trained again, though it was stored: t, epoch 2 of PRUNE");
    }

    private RollingTimes times() {
        return new RollingTimes(log, Instant.EPOCH, Instant.EPOCH.plusSeconds(30));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private void started(int second, int attempt, @Nullable Integer epoch) {
        String checkpoint = epoch == null ? null : checkpoint(epoch);
        add(second, new TrialStarted("t", 0.5, attempt, "w", 0, 1, null, null, checkpoint, null, null));
    }

    private void ended(int second, int epoch) {
        add(
                second,
                new EpochEnded(new EpochReport(
                        "s", "t", 1, Phase.PRUNE, epoch, new TreeMap<>(), checkpoint(epoch), null, null, 1L)));
    }

    private void returned(int second, int attempt) {
        add(second, new TrialReturned("t", attempt, ReturnCause.RELEASED, null, "drained", null));
    }

    private static String checkpoint(int epoch) {
        return "%064x".formatted(epoch);
    }

    private void add(int second, LoggedChange change) {
        log.add(new LogEntry("s", log.size() + 1, Instant.EPOCH.plusSeconds(second), change));
    }
}
