package io.barograph.cli;

import io.barograph.api.SweepReport;
import io.barograph.api.report.FrontFiles;
import io.barograph.cli.folder.FolderException;
import io.barograph.cli.terminal.Comparison;
import io.barograph.cli.terminal.ComparisonTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets sweeps side by side. */
@Command(
        name = "compare",
        description = {
            "Sets the fronts of two to four sweeps side by side: accuracy by budget, with its spread over seeds, and"
                    + " hypervolume.",
            "Each is a folder, or with --join or --server the name of a sweep of that cluster."
        })
final class CompareCommand extends CommandHead {
    @Mixin
    private AccessOptions access = new AccessOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "SWEEP",
            description = "A folder of a sweep, or its front.json; else the name of a sweep of a cluster.")
    private List<String> sweeps = List.of();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        UsageProblems problems = new UsageProblems();
        if (sweeps.size() < 2 || sweeps.size() > 4) {
            problems.add("compare takes two to four sweeps, was given " + sweeps.size());
        }
        boolean asks = sweeps.stream().anyMatch(sweep -> file(sweep) == null);
        sweeps.stream().filter(sweep -> file(sweep) == null).forEach(sweep -> requireName(sweep, problems));
        Supplier<SweepAccess> opening = asks && access.given() ? access.read(problems) : null;
        problems.raise();
        Comparison comparison = Comparison.of(sweeps, reports(opening));
        if (json) {
            sayJson(comparison);
        } else {
            say(ComparisonTable.render(comparison, CommandOutput.size().columns(), CommandOutput.colours()));
        }
        return ExitCode.OK.number();
    }

    private void requireName(String sweep, UsageProblems problems) {
        if (access.given()) {
            SweepCommand.requireName(sweep, problems);
        } else {
            problems.add("there is no sweep in " + sweep + " (no " + FrontFiles.JSON
                    + "); for a sweep of a cluster give --join or --server");
        }
    }

    private List<SweepReport> reports(@Nullable Supplier<SweepAccess> opening) {
        List<SweepReport> reports = new ArrayList<>();
        try (SweepAccess cluster = opening == null ? null : opening.get()) {
            for (String sweep : sweeps) {
                Path file = file(sweep);
                reports.add(file == null ? Objects.requireNonNull(cluster).front(sweep) : read(file));
            }
        }
        return reports;
    }

    private static @Nullable Path file(String sweep) {
        Path path = Path.of(sweep);
        Path file = Files.isDirectory(path) ? path.resolve(FrontFiles.JSON) : path;
        return Files.isRegularFile(file) ? file : null;
    }

    private static SweepReport read(Path file) {
        try {
            return FrontFiles.read(file);
        } catch (IOException e) {
            throw new CliException(ExitCode.FOLDER, "cannot read " + file + ": " + FolderException.reason(e), e);
        }
    }
}
