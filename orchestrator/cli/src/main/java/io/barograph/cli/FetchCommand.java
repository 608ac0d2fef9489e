package io.barograph.cli;

import io.barograph.api.SweepClient;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepView;
import io.barograph.api.report.FrontFiles;
import io.barograph.cli.cluster.ClusterConfig;
import io.barograph.cli.folder.ArtifactSource;
import io.barograph.cli.folder.FolderLock;
import io.barograph.cli.folder.SweepFiles;
import io.barograph.cli.folder.SweepFolder;
import io.barograph.cli.terminal.ResultTable;
import io.barograph.cli.terminal.SweepTracker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings what a cluster's sweep has reached so far into a folder, as {@code run} leaves it. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = {
            "Writes what a sweep of a cluster has reached so far to a folder: the front, its pictures, histories, models and"
                    + " their cards. Without --artifacts, models come from an orchestrator that was started with it.",
            "The same command again brings the folder up to date."
        })
final class FetchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private ArtifactOptions places = new ArtifactOptions();

    @Parameters(index = "0", paramLabel = "SWEEP", description = "Name of the sweep.")
    private String name = "";

    @Option(names = "--out", paramLabel = "DIR", description = "Where to; default: sweeps/SWEEP.")
    private @Nullable Path out;

    @Override
    public Integer call() {
        ClusterConfig member = cluster.guest();
        try (TemporaryFolder cache = TemporaryFolder.make()) {
            ArtifactSource named = places.given() ? places.open(cache.path())::get : null;
            try (ClusterMember joined = ClusterMember.join(member)) {
                SweepClient client = SweepClient.over(joined.vertx());
                return fetch(client, named == null ? new ClusterArtifacts(client, name, cache.path()) : named)
                        .number();
            }
        }
    }

    private ExitCode fetch(SweepClient client, ArtifactSource artifacts) {
        SweepView sweep = ClusterAnswer.of(client.get(name), ExitCode.USAGE);
        SweepFolder folder = new SweepFolder(out == null ? Path.of("sweeps", sweep.sweep()) : out);
        requireFree(folder, sweep.sweep());
        folder.create();
        try (FolderLock held = FolderLock.take(folder.lock(), "--out")) {
            SweepReport given = ClusterAnswer.of(client.front(sweep.sweep()), ExitCode.USAGE);
            SweepTracker tracker = new SweepTracker(sweep.spec(), given);
            StoredEvents.tell(client, sweep, page -> ClusterAnswer.of(page, ExitCode.USAGE), tracker::happened);
            SweepReport report = new SweepFiles(folder, sweep.spec(), artifacts).write(given, tracker::history);
            PrintWriter output = command.commandLine().getOut();
            ResultTable.render(report, CommandOutput.size().columns(), CommandOutput.colours())
                    .forEach(output::println);
            output.println();
            output.println("  " + folder.path() + ": " + SweepFolder.CONTENT);
            output.flush();
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
