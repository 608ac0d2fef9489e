package io.barograph.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Phase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisplaysTest {
    private final TestingSweeps events = new TestingSweeps();
    private final SweepTracker tracker =
            new SweepTracker(TestingSweeps.spec(TestingSweeps.BUDGETS), TestingSweeps.waiting(TestingSweeps.BUDGETS));
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);

    @Test
    void plainLinesTellEveryEpochOnceWhenItHasEndedAndNoEscapeSequence() {
        try (PlainDisplay display = new PlainDisplay(out)) {
            display.show(tracker.screen(Duration.ZERO, false));
            tracker.happened(events.started("t0001", 1));
            tracker.progressed(TestingSweeps.progress("t0001", Phase.PRETRAIN, 1, 0.5, 0.5, 1));
            display.show(tracker.screen(Duration.ofSeconds(1), false));
            display.show(tracker.screen(Duration.ofSeconds(2), false));
            tracker.happened(events.epoch("t0001", Phase.PRETRAIN, 1, 0.7, 1));
            tracker.progressed(TestingSweeps.progress("t0001", Phase.PRETRAIN, 2, 0.5, 0.7, 1));
            display.show(tracker.screen(Duration.ofSeconds(3), false));
            tracker.happened(events.epoch("t0001", Phase.PRETRAIN, 2, 0.75, 1));
            tracker.happened(events.completed("t0001", TestingSweeps.measurement(1, 1, 0.8912)));
            display.show(tracker.screen(Duration.ofSeconds(4), false));
            display.show(tracker.screen(Duration.ofSeconds(5), false));
        }
        assertThat(written().split("\n"))
                .containsExactly(
                        "quickstart: 5 trials, fashion-mnist-sample, ResNet-20 of width 16",
                        "0:01  t0001  budget 1  running",
                        "0:03  t0001  budget 1  pretrain 1/10  accuracy 70.00 %  volume 1.0000",
                        "0:04  t0001  budget 1  pretrain 2/10  accuracy 75.00 %  volume 1.0000",
                        "0:04  t0001  budget 1  completed  accuracy 89.12 %  volume 1.0000  MET");
    }

    @Test
    void aLiveTableIsDrawnOverItselfAndLeavesTheCursor() {
        LiveDisplay display = new LiveDisplay(out, () -> new TerminalSize(80, 24), false, "Ctrl-C does this.");
        display.show(tracker.screen(Duration.ZERO, false));
        int lines = written().split("\n", -1).length - 1;
        bytes.reset();
        display.show(tracker.screen(Duration.ofSeconds(1), false));
        assertThat(written()).startsWith("\u001b[?25l\r\u001b[" + lines + "A");
        bytes.reset();
        display.close();
        assertThat(written()).endsWith("\u001b[?25h\n").doesNotContain("Ctrl-C");
        bytes.reset();
        display.close();
        assertThat(written()).isEmpty();
    }

    @Test
    void whoIsReadNoMoreKnowsIt() {
        PrintStream closed = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                },
                false,
                StandardCharsets.UTF_8);
        for (SweepDisplay display : List.of(
                new PlainDisplay(closed),
                new LiveDisplay(closed, () -> new TerminalSize(80, 24), false, "Ctrl-C does this."))) {
            display.show(tracker.screen(Duration.ZERO, false));
            assertThat(display.unseen()).isTrue();
        }
        PlainDisplay seen = new PlainDisplay(out);
        seen.show(tracker.screen(Duration.ZERO, false));
        assertThat(seen.unseen()).isFalse();
    }

    @Test
    void aClearedTableIsGone() {
        LiveDisplay display = new LiveDisplay(out, () -> new TerminalSize(80, 24), false, "Ctrl-C does this.");
        display.show(tracker.screen(Duration.ZERO, false));
        int lines = written().split("\n", -1).length - 1;
        bytes.reset();
        display.clear();
        display.close();
        assertThat(written()).isEqualTo("\r\u001b[" + lines + "A\u001b[J\u001b[?25h");
    }

    @Test
    void whatIsSaidBeforeTheFirstTableStaysAboveEveryOther() {
        LiveDisplay display = new LiveDisplay(out, () -> new TerminalSize(80, 24), false, "Ctrl-C does this.");
        display.say("Watch it");
        assertThat(written()).isEqualTo("Watch it\n");
        display.show(tracker.screen(Duration.ZERO, false));
        int lines = written().split("\n", -1).length - 2;
        display.show(tracker.screen(Duration.ofSeconds(1), false));
        display.clear();
        display.close();
        assertThat(written()).endsWith("\r\u001b[" + lines + "A\u001b[J\u001b[?25h");
    }

    private String written() {
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
