package io.barograph.cli;

import io.barograph.api.ErrorCode;
import io.barograph.api.SweepView;
import java.io.Console;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes an ended sweep of a cluster. */
@Command(
        name = "delete",
        description = {
            "Removes an ended sweep of a cluster for good, with its history and its results; its name is free again.",
            "Its models go with the next collections of artifacts. What was fetched into folders stays."
        })
final class DeleteCommand extends SweepCommand {
    @Option(names = "--cancel", description = "Cancel the sweep first if it has not ended.")
    private boolean cancel;

    @Option(names = "--yes", description = "Do not ask; needed where nobody can be asked.")
    private boolean yes;

    @Override
    void check(UsageProblems problems) {
        super.check(problems);
        if (!yes && System.console() == null) {
            problems.add("delete asks before it removes anything, and there is no terminal: give --yes");
        }
    }

    @Override
    ExitCode call(SweepAccess sweeps) {
        SweepView view = whatIsReadable(sweeps);
        boolean ended = view == null || view.state().terminal();
        if (!ended && !cancel) {
            throw new CliException(
                    ExitCode.USAGE,
                    "sweep " + sweep() + " is " + name(view)
                            + " and cannot be deleted: cancel it first, or give --cancel");
        }
        Console asked = yes ? null : System.console();
        if (asked != null && !confirmed(asked, view)) {
            say("Nothing is deleted.");
            return ExitCode.OK;
        }
        if (!ended) {
            sweeps.cancel(sweep());
        }
        delete(sweeps);
        if (json()) {
            sayJson(Map.of("deleted", sweep()));
        } else {
            say("Sweep " + sweep() + " is deleted.");
        }
        return ExitCode.OK;
    }

    /** One whose log is damaged has no view; whether it has ended is the orchestrator's to say. */
    private @Nullable SweepView whatIsReadable(SweepAccess sweeps) {
        try {
            return sweeps.get(sweep());
        } catch (CliException e) {
            if (Refusal.codeOf(e) == ErrorCode.DAMAGED) {
                return null;
            }
            throw e;
        }
    }

    private void delete(SweepAccess sweeps) {
        try {
            sweeps.delete(sweep());
        } catch (CliException e) {
            if (Refusal.codeOf(e) != ErrorCode.UNKNOWN_SWEEP) {
                throw e;
            } // It was there: the answer to an earlier request was lost.
        }
    }

    private boolean confirmed(Console console, @Nullable SweepView view) {
        String answer =
                console.readLine("Delete sweep %s (%s) with its history and its results? [y/N] ", sweep(), name(view));
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    private static String name(@Nullable SweepView view) {
        return view == null ? "unreadable" : view.state().name().toLowerCase(Locale.ROOT);
    }
}
