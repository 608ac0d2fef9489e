package io.barograph.cli;

import io.barograph.api.SweepPage;
import io.barograph.api.SweepsQuery;
import io.barograph.cli.terminal.SweepTable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the sweeps of a cluster. */
@Command(name = "list", description = "Lists the sweeps of a cluster, the newest first.")
final class ListCommand extends ClientCommand {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Most sweeps to list, 1 to 1000; default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "CURSOR",
            description = "Only those that are older: the cursor that a longer list ends with.")
    private @Nullable Long cursor;

    @Override
    void check(UsageProblems problems) {
        problems.reading(() -> {
            try {
                return new SweepsQuery(cursor, limit);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("--" + e.getMessage(), e);
            }
        });
    }

    @Override
    ExitCode call(SweepAccess sweeps) {
        SweepPage page = sweeps.list(cursor, limit);
        if (json()) {
            sayJson(page);
            return ExitCode.OK;
        }
        if (page.sweeps().isEmpty()) {
            say(cursor == null ? "There is no sweep." : "There is no older sweep.");
            return ExitCode.OK;
        }
        say(SweepTable.render(page, Instant.now(), CommandOutput.size().columns(), CommandOutput.colours()));
        Long next = page.next();
        if (next != null) {
            say("There may be older ones: --after " + next);
        }
        return ExitCode.OK;
    }
}
