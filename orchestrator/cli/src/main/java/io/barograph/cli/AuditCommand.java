package io.barograph.cli;

import io.barograph.api.AuditPage;
import io.barograph.api.SweepsQuery;
import io.barograph.cli.terminal.AuditTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists deeds that leave no log. */
@Command(
        name = "audit",
        description = {
            "Lists who deleted sweeps, gave tokens and took them back, the newest first. Needs the token of an admin.",
            "Who handed in, paused, resumed, reprioritised or cancelled a sweep is in its events."
        })
final class AuditCommand extends CommandHead {
    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Most entries to list, 1 to 1000; default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "CURSOR",
            description = "Only those that are older: the cursor that a longer list ends with.")
    private @Nullable Long cursor;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        UsageProblems problems = new UsageProblems();
        if (!server.given()) {
            problems.add("please name an orchestrator: with --server URL (or " + ServerOptions.SERVER + ")");
        }
        if (limit < 1 || limit > SweepsQuery.MAX_LIMIT) {
            problems.add("--limit must be 1 to " + SweepsQuery.MAX_LIMIT + ", was " + limit);
        }
        if (cursor != null && cursor < 0) {
            problems.add("--after must not be negative, was " + cursor);
        }
        HttpCalls calls = server.read(problems);
        problems.raise();
        if (calls == null) {
            throw new IllegalStateException("no access and no problem");
        }
        tell(calls.get("audit?limit=" + limit + (cursor == null ? "" : "&cursor=" + cursor), AuditPage.class));
        return ExitCode.OK.number();
    }

    private void tell(AuditPage page) {
        if (json) {
            sayJson(page);
            return;
        }
        if (page.entries().isEmpty()) {
            say(cursor == null ? "There is nothing in the audit." : "There is nothing older.");
            return;
        }
        say(AuditTable.render(page, CommandOutput.size().columns(), CommandOutput.colours()));
        Long next = page.next();
        if (next != null) {
            say("There may be older ones: --after " + next);
        }
    }
}
