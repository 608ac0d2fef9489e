package io.barograph.cli;

import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialState;
import io.barograph.api.report.FrontFiles;
import io.barograph.api.spec.SpecException;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.cli.folder.FolderLock;
import io.barograph.cli.folder.SubmittedSpec;
import io.barograph.cli.folder.SweepFolder;
import io.barograph.cli.terminal.LiveDisplay;
import io.barograph.cli.terminal.PlainDisplay;
import io.barograph.cli.terminal.ResultTable;
import io.barograph.cli.terminal.SweepDisplay;
import io.barograph.cli.terminal.TerminalSize;
import io.barograph.node.TrialTrainer;
import io.barograph.server.http.HttpConfig;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a sweep on this machine, in this process. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the sweep of a spec on this machine and leaves its front, histories and models in a folder.",
            "The same command goes on with an interrupted sweep and runs no finished trial again."
        })
final class RunCommand implements Callable<Integer> {
    private final TrainerSource trainers;

    @Spec
    private CommandSpec command = CommandSpec.create();

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
                    "Serve the HTTP API on this port of 127.0.0.1 while the sweep runs, to everybody on this machine.")
    private @Nullable Integer httpPort;

    RunCommand(TrainerSource trainers) {
        this.trainers = trainers;
    }

    @Override
    public Integer call() {
        SweepSpec spec = read();
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

    private SweepSpec read() {
        try {
            return SweepSpecReader.read(file);
        } catch (SpecException e) {
            throw new CliException(ExitCode.BAD_SPEC, String.valueOf(e.getMessage()), e);
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
        try (SweepDisplay display = display()) {
            EmbeddedSweep sweep = new EmbeddedSweep(spec, folder, display, http());
            StopSignals.handle(sweep::stop);
            report = sweep.run(trainer);
            stopped = sweep.stopReason();
            if (stopped == null) {
                display.clear();
            }
        }
        PrintWriter output = command.commandLine().getOut();
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
        return report.trials().stream().allMatch(trial -> trial.state() == TrialState.COMPLETED)
                ? ExitCode.OK
                : ExitCode.TRIALS_FAILED;
    }

    private @Nullable HttpConfig http() {
        try {
            return httpPort == null ? null : HttpConfig.open(httpPort);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, "--http: " + e.getMessage(), e);
        }
    }

    private SweepDisplay display() {
        boolean live = CommandOutput.isTerminal() && !plain && !json;
        PrintStream stream = new PrintStream(
                new FileOutputStream(json ? FileDescriptor.err : FileDescriptor.out), false, StandardCharsets.UTF_8);
        return live ? new LiveDisplay(stream, TerminalSize::query, CommandOutput.colours()) : new PlainDisplay(stream);
    }

    private void sayHowToGoOn(ExitCode reason, SweepFolder folder) {
        PrintWriter err = command.commandLine().getErr();
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
