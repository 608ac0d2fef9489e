package io.barograph.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows a sweep of a cluster until it ends. */
@Command(
        name = "watch",
        description = {
            "Shows a sweep of a cluster while it runs, as run does, and its results at the end.",
            "Ctrl-C ends the watching; the sweep goes on."
        })
final class WatchCommand extends SweepCommand {
    @Option(names = "--plain", description = "Print lines instead of a table that moves, also on a terminal.")
    private boolean plain;

    @Override
    ExitCode call(SweepAccess sweeps) {
        StopRequest stop = StopRequest.bySignals();
        return new SweepWatch(this, sweeps, json(), plain).untilEnd(sweeps.get(sweep()), stop);
    }
}
