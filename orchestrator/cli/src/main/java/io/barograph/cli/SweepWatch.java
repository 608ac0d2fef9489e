package io.barograph.cli;

import io.barograph.api.SweepReport;
import io.barograph.api.SweepView;
import io.barograph.api.TrialState;
import io.barograph.api.report.FrontFiles;
import io.barograph.cli.terminal.LiveDisplay;
import io.barograph.cli.terminal.PlainDisplay;
import io.barograph.cli.terminal.ResultTable;
import io.barograph.cli.terminal.SweepDisplay;
import io.barograph.cli.terminal.SweepTracker;
import io.barograph.cli.terminal.TerminalSize;
import io.vertx.core.Future;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Shows a sweep of a cluster until it ends, then its results. Whoever stops watching stops nothing else. */
final class SweepWatch {
    private static final Duration FRAME = Duration.ofMillis(250);
    private static final String HINT = "Ctrl-C ends the watching; the sweep goes on.";
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final CommandHead command;
    private final SweepAccess sweeps;
    private final boolean json;
    private final boolean plain;
    private final long startedNanos = System.nanoTime();

    /**
     * @param json print front.json at the end, and progress to standard error
     * @param plain print lines rather than a table that moves
     */
    SweepWatch(CommandHead command, SweepAccess sweeps, boolean json, boolean plain) {
        this.command = command;
        this.sweeps = sweeps;
        this.json = json;
        this.plain = plain;
    }

    /**
     * Where a sweep is shown while it runs.
     *
     * @param hint what can be done meanwhile
     */
    static SweepDisplay display(boolean json, boolean plain, String hint) {
        boolean live = CommandOutput.isTerminal() && !plain && !json;
        PrintStream stream = new PrintStream(
                new FileOutputStream(json ? FileDescriptor.err : FileDescriptor.out), false, StandardCharsets.UTF_8);
        return live
                ? new LiveDisplay(stream, TerminalSize::query, CommandOutput.colours(), hint)
                : new PlainDisplay(stream);
    }

    /** How a command ends that has waited for a sweep. */
    static ExitCode codeOf(SweepReport report) {
        return report.trials().stream().allMatch(trial -> trial.state() == TrialState.COMPLETED)
                ? ExitCode.OK
                : ExitCode.TRIALS_FAILED;
    }

    ExitCode untilEnd(SweepView sweep, StopRequest stop) {
        String name = sweep.sweep();
        SweepTracker tracker = new SweepTracker(sweep.spec(), sweeps.front(name));
        sweeps.progress(name, tracker::progressed);
        // What happened before is not shown as if it happened now.
        StoredEvents.tell(sweeps::events, sweep, tracker::happened);
        ExitCode stopped = sweep.state().terminal() ? null : show(sweep, tracker, stop);
        if (stopped != null) {
            command.warn("The sweep goes on; the same command shows it again.");
            return stopped;
        }
        SweepReport report = sweeps.front(name);
        if (json) {
            command.out().print(FrontFiles.json(report));
            command.out().flush();
        } else {
            command.say(ResultTable.render(report, CommandOutput.size().columns(), CommandOutput.colours()));
        }
        return codeOf(report);
    }

    private @Nullable ExitCode show(SweepView sweep, SweepTracker tracker, StopRequest stop) {
        try (SweepDisplay display = display(json, plain, HINT)) {
            Future<Void> ended = sweeps.follow(sweep.sweep(), sweep.sequence(), tracker::happened);
            ExitCode stopped = null;
            while (!ended.isComplete() && stopped == null) {
                display.show(tracker.screen(elapsed(), false));
                if (display.unseen()) {
                    throw new CliException(
                            ExitCode.FOLDER,
                            "what is shown can be written no more; the sweep goes on, and the same command shows it"
                                    + " again");
                }
                stopped = stop.within(FRAME);
            }
            if (stopped == null) {
                Awaited.result(ended, AT_ONCE, ExitCode.CLUSTER, "the end of the sweep");
                display.show(tracker.screen(elapsed(), false));
                display.clear();
            }
            return stopped;
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
