package io.barograph.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveTableTest {
    private final TestingSweeps events = new TestingSweeps();
    private final LiveTable table = new LiveTable(false, "Ctrl-C does this.");

    @Test
    void showsWhatAWatcherWantsToKnow() {
        SweepTracker tracker = tracker(TestingSweeps.BUDGETS);
        tracker.happened(events.completed("t0001", TestingSweeps.measurement(1, 1, 0.8912)));
        tracker.happened(events.front(0.1, "t0001"));
        tracker.happened(events.started("t0002", 0.5));
        tracker.progressed(TestingSweeps.progress("t0002", Phase.PRUNE, 14, 0.4, 0.8123, 0.4312));

        List<String> lines = table.render(tracker.screen(Duration.ofSeconds(161), false), 80, 24);
        assertThat(lines.get(0))
                .startsWith("quickstart  fashion-mnist-sample, ResNet-20 of width 16")
                .endsWith("2:41");
        assertThat(lines).anyMatch(line -> line.matches(" *t0001 +1 +✓ on the front +89.12 % +1.0000 +█{12}"));
        assertThat(lines)
                .anyMatch(line -> line.matches(" *t0002 +1/2 +prune +4/5 +81.23 % +0.4312 +█+[▏▎▍▌▋▊▉]·*│·* +1:23"));
        assertThat(lines).anyMatch(line -> line.matches(" *t0003 +1/4 +waiting"));
        assertThat(lines).anyMatch(line -> line.contains("1 of 5 trials, hypervolume 0.100"));
        assertThat(lines.get(lines.size() - 1)).isEqualTo("  Ctrl-C does this.");
    }

    @Test
    void saysThatItIsStoppingAndFallsSilentAtTheEnd() {
        SweepTracker tracker = tracker(TestingSweeps.BUDGETS);
        assertThat(table.render(tracker.screen(Duration.ZERO, true), 80, 24))
                .anyMatch(line -> line.contains("Stopping"));
        assertThat(table.renderLast(tracker.screen(Duration.ZERO, true), 80, 24))
                .noneMatch(line -> line.contains("Ctrl-C"));
    }

    @Test
    void keepsItsShapeWhenFiguresArrive() {
        SweepTracker tracker = tracker(TestingSweeps.BUDGETS);
        String before =
                table.render(tracker.screen(Duration.ZERO, false), 80, 24).get(2);
        tracker.happened(events.completed("t0001", TestingSweeps.measurement(1, 1, 0.8912)));
        tracker.happened(events.front(0.1, "t0001"));
        assertThat(table.render(tracker.screen(Duration.ZERO, false), 80, 24).get(2))
                .isEqualTo(before);
    }

    @Test
    void fitsEveryTerminal() {
        Random random = new Random(5);
        List<Double> budgets = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            budgets.add(1.0 / i);
        }
        SweepTracker tracker = tracker(budgets);
        for (int i = 0; i < 40; i++) {
            int kind = random.nextInt(4);
            if (kind == 1) {
                tracker.happened(events.started(TestingSweeps.name(i), budgets.get(i)));
                tracker.progressed(TestingSweeps.progress(TestingSweeps.name(i), Phase.PRUNE, 11, 0.5, 0.5, 0.9));
            } else if (kind == 2) {
                tracker.happened(events.completed(
                        TestingSweeps.name(i), TestingSweeps.measurement(budgets.get(i), 0.5 / (i + 1), 0.8)));
            } else if (kind == 3) {
                tracker.happened(events.failed(TestingSweeps.name(i), "a long reason ".repeat(20)));
            }
        }
        for (int width = 20; width <= 200; width += 3) {
            for (int height = 5; height <= 60; height += 5) {
                List<String> lines = table.render(tracker.screen(Duration.ofHours(3), false), width, height);
                assertThat(lines).hasSizeLessThanOrEqualTo(height);
                int most = width;
                assertThat(lines).allMatch(line -> line.length() < most);
            }
        }
    }

    @Test
    void showsRunningTrialsFirstWhenThereIsNoRoomForAll() {
        List<Double> budgets = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            budgets.add(1.0 / i);
        }
        SweepTracker tracker = tracker(budgets);
        for (int i = 0; i < 50; i++) {
            tracker.happened(events.completed(
                    TestingSweeps.name(i), TestingSweeps.measurement(budgets.get(i), budgets.get(i), 0.8)));
        }
        tracker.happened(events.started("t0051", budgets.get(50)));
        List<String> lines = table.render(tracker.screen(Duration.ZERO, false), 80, 20);
        assertThat(lines).anyMatch(line -> line.contains("t0051") && line.contains("starting"));
        assertThat(lines).anyMatch(line -> line.contains("t0050"));
        assertThat(lines).anyMatch(line -> line.contains("t0052"));
        assertThat(lines).anyMatch(line -> line.matches(" *and \\d+ ended, \\d+ more"));
    }

    private static SweepTracker tracker(List<Double> budgets) {
        return new SweepTracker(TestingSweeps.spec(budgets), TestingSweeps.waiting(budgets));
    }
}
