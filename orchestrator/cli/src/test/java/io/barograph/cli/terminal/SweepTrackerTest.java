package io.barograph.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.EpochReport;
import io.barograph.api.Phase;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialState;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SweepTrackerTest {
    private static final Duration NOW = Duration.ofSeconds(100);

    private final TestingSweeps events = new TestingSweeps();
    private final SweepTracker tracker =
            new SweepTracker(TestingSweeps.spec(TestingSweeps.BUDGETS), TestingSweeps.waiting(TestingSweeps.BUDGETS));

    @Test
    void startsWithEveryTrialWaiting() {
        SweepScreen screen = tracker.screen(NOW, false);
        assertThat(screen.count(TrialState.WAITING)).isEqualTo(5);
        assertThat(screen.done()).isZero();
        assertThat(screen.secondsLeft()).isNull();
    }

    @Test
    void showsProgressWithinItsPhase() {
        tracker.happened(events.started("t0002", 0.5));
        tracker.progressed(TestingSweeps.progress("t0002", Phase.PRUNE, 12, 0.5, 0.81, 0.7));
        TrialRow row = row("t0002");
        assertThat(row.state()).isEqualTo(TrialState.RUNNING);
        assertThat(row.epochOfPhase()).isEqualTo("2/5");
        assertThat(row.volumeRatio()).isEqualTo(0.7);
    }

    @Test
    void aTrialOfALadderHasTheEpochsOfItsRungUnlessItsProgressSaysOtherwise() {
        SweepSpec ladder = TestingSweeps.ladder(TestingSweeps.BUDGETS);
        SweepTracker climbing = new SweepTracker(ladder, TestingSweeps.waiting(TestingSweeps.BUDGETS));
        assertThat(climbing.screen(NOW, false).rows().stream()
                        .map(row -> row.plan().epochs(Phase.PRUNE)))
                .containsExactly(0, 5, 2, 2, 2);

        climbing.happened(events.started("t0003", 0.25));
        climbing.progressed(TestingSweeps.progress("t0003", Phase.PRUNE, 12, 17, 0.5, 0.81, 0.4));
        TrialRow onRung = climbing.screen(NOW, false).rows().get(2);
        assertThat(onRung.epochOfPhase()).isEqualTo("2/2");
        climbing.progressed(TestingSweeps.progress("t0003", Phase.FINE_TUNE, 13, 17, 0.5, 0.81, 0.24));
        assertThat(climbing.screen(NOW, false).rows().get(2).epochOfPhase()).isEqualTo("1/5");

        climbing.happened(events.started("t0004", 0.125));
        climbing.progressed(TestingSweeps.progress("t0004", Phase.PRUNE, 14, 31, 0.5, 0.81, 0.7));
        assertThat(climbing.screen(NOW, false).rows().get(3).epochOfPhase())
                .as("it had to start from the dense network")
                .isEqualTo("4/5");
    }

    @Test
    void ignoresProgressOfAnEarlierAttemptAndOfATrialThatHasEnded() {
        tracker.progressed(TestingSweeps.progress("t0002", Phase.PRUNE, 12, 0.5, 0.81, 0.7));
        assertThat(row("t0002").phase()).isNull();
        tracker.happened(events.started("t0001", 1));
        tracker.happened(events.completed("t0001", TestingSweeps.measurement(1, 1, 0.89)));
        tracker.progressed(TestingSweeps.progress("t0001", Phase.PRETRAIN, 3, 0.5, 0.1, 1));
        assertThat(row("t0001").accuracy()).isEqualTo(0.89);
    }

    @Test
    void countsTheSharedDenseNetworkOnce() {
        tracker.happened(events.started("t0001", 1));
        for (int epoch = 1; epoch <= 10; epoch++) {
            tracker.happened(events.epoch("t0001", Phase.PRETRAIN, epoch, 0.8, 1));
        }
        double dense = tracker.screen(NOW, false).done();
        tracker.happened(events.completed("t0001", TestingSweeps.measurement(1, 1, 0.89)));
        assertThat(tracker.screen(NOW, false).done()).isEqualTo(dense, Offset.offset(1e-9));

        double prune = 5 * 1.3;
        double work = 10 + 4 * prune + 4 * 0.65 + 10 * 0.475 + 16 * 0.3875 + 22 * 0.34375;
        assertThat(dense).isEqualTo(10 / work, Offset.offset(1e-9));
    }

    @Test
    void isDoneWhenEveryTrialHasEnded() {
        for (int i = 0; i < 4; i++) {
            tracker.happened(events.completed(TestingSweeps.name(i), TestingSweeps.measurement(1, 1, 0.89)));
        }
        tracker.happened(events.failed("t0005", "no data"));
        SweepScreen screen = tracker.screen(NOW, false);
        assertThat(screen.done()).isEqualTo(1, Offset.offset(1e-9));
        assertThat(screen.ended()).isEqualTo(5);
        assertThat(row("t0005").note()).isEqualTo("no data");
    }

    @Test
    void estimatesTheTimeLeftFromTheWorkOfThisRunOnly() {
        tracker.happened(events.completed("t0001", TestingSweeps.measurement(1, 1, 0.89)));
        tracker.happened(events.started("t0002", 0.5));
        tracker.progressed(TestingSweeps.progress("t0002", Phase.PRUNE, 11, 0, 0.8, 1));
        tracker.screen(Duration.ofSeconds(10), false);
        tracker.happened(events.epoch("t0002", Phase.PRUNE, 15, 0.8, 0.5));
        SweepScreen screen = tracker.screen(Duration.ofSeconds(75), false);

        double prune = 5 * 1.3;
        double left = 3 * prune + 4 * 0.65 + 10 * 0.475 + 16 * 0.3875 + 22 * 0.34375;
        assertThat(screen.secondsLeft()).isEqualTo(65 / prune * left, Offset.offset(1e-6));
    }

    @Test
    void marksTheFront() {
        tracker.happened(events.completed("t0001", TestingSweeps.measurement(1, 1, 0.89)));
        tracker.happened(events.front(1.25, "t0001"));
        assertThat(row("t0001").onFront()).isTrue();
        assertThat(row("t0002").onFront()).isFalse();
        assertThat(tracker.screen(NOW, false).hypervolume()).isEqualTo(1.25);
    }

    @Test
    void keepsEachEpochOnceInItsHistory() {
        tracker.happened(events.started("t0002", 0.5));
        tracker.happened(events.epoch("t0002", Phase.PRUNE, 12, 0.7, 0.8));
        tracker.happened(events.epoch("t0002", Phase.PRUNE, 11, 0.6, 0.9));
        tracker.happened(events.epoch("t0002", Phase.PRUNE, 12, 0.71, 0.8));
        List<EpochReport> history = tracker.history("t0002");
        assertThat(history).extracting(EpochReport::epoch).containsExactly(11, 12);
        assertThat(history.get(1).metrics()).containsEntry("validationAccuracy", 0.71);
    }

    private TrialRow row(String trial) {
        return tracker.screen(NOW, false).rows().stream()
                .filter(row -> row.trial().equals(trial))
                .findFirst()
                .orElseThrow();
    }
}
