package io.barograph.cli;

import io.barograph.api.SweepReport;
import io.barograph.api.report.FrontFiles;
import io.barograph.cli.folder.FolderLock;
import io.barograph.cli.folder.SweepFolder;
import io.barograph.cli.terminal.ResultTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the results that a sweep left in its folder, also while it runs. */
@Command(name = "show", description = "Prints the results in a sweep's folder.")
final class ShowCommand extends CommandHead {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of a sweep, or its front.json.")
    private Path path = Path.of(".");

    @Option(names = "--json", description = "Print front.json as it is.")
    private boolean json;

    @Override
    public Integer call() {
        Path file = Files.isDirectory(path) ? path.resolve(FrontFiles.JSON) : path;
        PrintWriter out = out();
        try {
            SweepReport report = FrontFiles.read(file);
            if (json) {
                out.print(FrontFiles.json(report));
            } else {
                ResultTable.render(report, CommandOutput.size().columns(), CommandOutput.colours())
                        .forEach(out::println);
                sayIfRunning(out);
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.FOLDER, explain(file, e), e);
        }
        out.flush();
        return ExitCode.OK.number();
    }

    private void sayIfRunning(PrintWriter out) {
        Long holder = FolderLock.holder(new SweepFolder(path).lock());
        if (holder != null) {
            out.println();
            out.println("  Process " + holder + " is still running this sweep.");
        }
    }

    private String explain(Path file, IOException failure) {
        if (Files.exists(file)) {
            return "cannot read " + file + ": " + failure.getMessage();
        }
        return Files.exists(new SweepFolder(path).spec())
                ? "the sweep in " + path + " has no result yet"
                : "there is no sweep in " + path + " (no " + FrontFiles.JSON + ")";
    }
}
