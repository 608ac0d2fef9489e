package io.barograph.cli;

import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.report.FrontFiles;
import io.barograph.cli.folder.FolderLock;
import io.barograph.cli.folder.SubmittedSpec;
import io.barograph.cli.folder.SweepFolder;
import io.barograph.cli.terminal.ResultTable;
import io.barograph.cli.terminal.SweepDisplay;
import io.barograph.node.TrialTrainer;
import io.barograph.server.http.HttpConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a sweep on this machine, in this process. */
@Command(
        name = "run",
        description = {
            "Runs the sweep of a spec on this machine and leaves its front, histories and models in a folder.",
            "The same command goes on with an interrupted sweep and runs no finished trial again."
        })
final class RunCommand extends CommandHead {
    private static final String HINT = "Ctrl-C stops at a checkpoint; the same command goes on from there.";
    private final TrainerSource trainers;

    @Parameters(index = "0", paramLabel = "SPEC", description = "The sweep as YAML or JSON.")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Folder for the results; default: sweeps/<name of the sweep>.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print front.json at the end; progress goes to standard error.")
    private boolean json;

    @Option(names = "--plain", description = "Print lines instead of a table that moves, also on a terminal.")
    private boolean plain;

    @Option(
            names = "--http",
            paramLabel = "PORT",
            description =
                    "Serve the HTTP API and the web page on this port of 127.0.0.1 (0: any that is free) while the sweep"
                            + " runs, to everybody on this machine.")
    private @Nullable Integer httpPort;

    RunCommand(TrainerSource trainers) {
        this.trainers = trainers;
    }

    @Override
    public Integer call() {
        SweepSpec spec = SpecFile.read(file);
        SweepFolder folder = new SweepFolder(out == null ? Path.of("sweeps", spec.name()) : out);
        folder.create();
        try (FolderLock held = FolderLock.take(folder.lock())) {
            LogFile.open(folder.log());
            SubmittedSpec.requireSame(folder, spec);
            TrialTrainer trainer = trainer(spec, folder);
            SubmittedSpec.bind(folder, spec);
            return run(spec, folder, trainer).number();
        }
    }

    /** Opened before the folder is bound, so that a spec with a mistake in it can be corrected and run there. */
    private TrialTrainer trainer(SweepSpec spec, SweepFolder folder) {
        return finished(folder)
                ? (assignment, listener, cancelled) ->
                        trainers.open(spec, folder).train(assignment, listener, cancelled)
                : trainers.open(spec, folder);
    }

    private static boolean finished(SweepFolder folder) {
        try {
            return FrontFiles.read(folder.frontJson()).state().terminal();
        } catch (IOException none) {
            return false;
        }
    }

    private ExitCode run(SweepSpec spec, SweepFolder folder, TrialTrainer trainer) {
        SweepReport report;
        ExitCode stopped;
        try (SweepDisplay display = SweepWatch.display(json, plain, HINT)) {
            EmbeddedSweep sweep = new EmbeddedSweep(spec, folder, display, http());
            StopSignals.handle(sweep::stop);
            report = sweep.run(trainer);
            stopped = sweep.stopReason();
            if (stopped == null) {
                display.clear();
            }
        }
        PrintWriter output = out();
        if (stopped != null) {
            sayHowToGoOn(stopped, folder);
            return stopped;
        }
        if (json) {
            output.print(FrontFiles.json(report));
        } else {
            ResultTable.render(report, CommandOutput.size().columns(), CommandOutput.colours())
                    .forEach(output::println);
            output.println();
            output.println("  " + nearby(folder.path()) + ": " + SweepFolder.CONTENT);
        }
        output.flush();
        return SweepWatch.codeOf(report);
    }

    private @Nullable HttpConfig http() {
        try {
            return httpPort == null ? null : HttpConfig.open(httpPort);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, "--http: " + e.getMessage(), e);
        }
    }

    private void sayHowToGoOn(ExitCode reason, SweepFolder folder) {
        PrintWriter err = err();
        if (reason == ExitCode.FOLDER) {
            err.println(
                    "barograph: no space left on the disk of " + folder.path() + "; stopped at the last checkpoint.");
            err.println("Make room, then give the same command again: it goes on from there.");
        } else {
            err.println("Stopped at a checkpoint. The same command goes on from there.");
        }
        err.flush();
    }

    /** A path the way the user would write it here. */
    private static Path nearby(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }
}
