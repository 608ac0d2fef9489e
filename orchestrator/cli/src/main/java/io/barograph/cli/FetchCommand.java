package io.barograph.cli;

import io.barograph.api.SweepReport;
import io.barograph.api.SweepView;
import io.barograph.api.report.FrontFiles;
import io.barograph.cli.folder.ArtifactSource;
import io.barograph.cli.folder.FolderLock;
import io.barograph.cli.folder.SweepFiles;
import io.barograph.cli.folder.SweepFolder;
import io.barograph.cli.terminal.ResultTable;
import io.barograph.cli.terminal.SweepTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings what a cluster's sweep has reached so far into a folder, as {@code run} leaves it. */
@Command(
        name = "fetch",
        description = {
            "Writes what a sweep of a cluster has reached so far to a folder: the front, its pictures, histories, models and"
                    + " their cards. Without --artifacts, models come from an orchestrator that was started with it.",
            "The same command again brings the folder up to date."
        })
final class FetchCommand extends SweepCommand {
    @Mixin
    private ArtifactOptions places = new ArtifactOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Where to; default: sweeps/SWEEP.")
    private @Nullable Path out;

    @Override
    ExitCode call(SweepAccess sweeps) {
        try (TemporaryFolder cache = TemporaryFolder.make()) {
            return fetch(sweeps, places.given() ? places.open(cache.path())::get : asked(sweeps, cache));
        }
    }

    private ArtifactSource asked(SweepAccess sweeps, TemporaryFolder cache) {
        return new ClusterArtifacts(sweeps, sweep(), cache.path());
    }

    private ExitCode fetch(SweepAccess sweeps, ArtifactSource artifacts) {
        SweepView sweep = sweeps.get(sweep());
        SweepFolder folder = new SweepFolder(out == null ? Path.of("sweeps", sweep.sweep()) : out);
        requireFree(folder, sweep.sweep());
        folder.create();
        try (FolderLock held = FolderLock.take(folder.lock(), "--out")) {
            SweepReport given = sweeps.front(sweep.sweep());
            SweepTracker tracker = new SweepTracker(sweep.spec(), given);
            StoredEvents.tell(sweeps::events, sweep, tracker::happened);
            SweepReport report = new SweepFiles(folder, sweep.spec(), artifacts).write(given, tracker::history);
            if (json()) {
                out().print(FrontFiles.json(report));
                out().flush();
            } else {
                say(ResultTable.render(report, CommandOutput.size().columns(), CommandOutput.colours()));
                say("");
                say("  " + folder.path() + ": " + SweepFolder.CONTENT);
            }
            return ExitCode.OK;
        }
    }

    /** Neither the folder of a sweep that {@code run} works on, nor that of another sweep. */
    private static void requireFree(SweepFolder folder, String sweep) {
        if (Files.exists(folder.database())) {
            throw new CliException(
                    ExitCode.FOLDER,
                    folder.path() + " is the folder of a sweep that ran here; name another with --out");
        }
        if (Files.exists(folder.frontJson())) {
            String other = sweepIn(folder);
            if (!sweep.equals(other)) {
                throw new CliException(
                        ExitCode.FOLDER,
                        folder.path() + " belongs to "
                                + (other == null ? "something else: its front.json cannot be read" : "sweep " + other)
                                + "; name another with --out");
            }
        }
    }

    private static @Nullable String sweepIn(SweepFolder folder) {
        try {
            return FrontFiles.read(folder.frontJson()).sweep();
        } catch (IOException e) {
            return null;
        }
    }
}
