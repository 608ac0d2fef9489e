package io.barograph.cli;

import io.barograph.api.SweepReport;
import io.barograph.api.report.FrontFiles;
import io.barograph.cli.folder.FolderException;
import io.barograph.cli.terminal.ResultTable;
import io.barograph.server.report.FrontPicture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the results of a sweep so far. */
@Command(
        name = "front",
        description =
                "Shows what a sweep of a cluster has reached so far: its trials and its front, as a table with a plot.")
final class FrontCommand extends SweepCommand {
    @Option(names = "--csv", description = "Print front.csv.")
    private boolean csv;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the picture of the front as SVG.")
    private @Nullable Path svg;

    @Option(names = "--png", paramLabel = "FILE", description = "Write the picture of the front as PNG.")
    private @Nullable Path png;

    @Override
    void check(UsageProblems problems) {
        super.check(problems);
        if (csv && json()) {
            problems.add("--csv and --json are two forms of the same: give one of them");
        }
    }

    @Override
    ExitCode call(SweepAccess sweeps) {
        SweepReport report = sweeps.front(sweep());
        if (svg != null) {
            write(svg, FrontPicture.svg(report).getBytes(StandardCharsets.UTF_8));
        }
        if (png != null) {
            write(png, FrontPicture.png(report));
        }
        if (json()) {
            out().print(FrontFiles.json(report));
            out().flush();
        } else if (csv) {
            out().print(FrontFiles.csv(report));
            out().flush();
        } else if (svg == null && png == null) {
            say(ResultTable.render(report, CommandOutput.size().columns(), CommandOutput.colours()));
        }
        return ExitCode.OK;
    }

    static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw FolderException.unwritable(file, e);
        }
    }
}
