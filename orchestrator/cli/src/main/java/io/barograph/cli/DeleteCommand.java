package io.barograph.cli;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepClient;
import io.barograph.api.SweepView;
import io.barograph.cli.cluster.ClusterConfig;
import io.vertx.core.Future;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes an ended sweep of a cluster. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = {
            "Removes an ended sweep of a cluster for good, with its history and its results; its name is free again.",
            "Its models go with the next collections of artifacts. What was fetched into folders stays."
        })
final class DeleteCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(index = "0", paramLabel = "SWEEP", description = "Name of the sweep.")
    private String sweep = "";

    @Option(names = "--cancel", description = "Cancel the sweep first if it has not ended.")
    private boolean cancel;

    @Option(names = "--yes", description = "Do not ask; needed where nobody can be asked.")
    private boolean yes;

    @Override
    public Integer call() {
        ClusterConfig member = cluster.guest();
        Console console = System.console();
        if (!yes && console == null) {
            throw new CliException(
                    ExitCode.USAGE, "delete asks before it removes anything, and there is no terminal: give --yes");
        }
        try (ClusterMember joined = ClusterMember.join(member)) {
            delete(SweepClient.over(joined.vertx()), yes ? null : console);
        }
        return ExitCode.OK.number();
    }

    private void delete(SweepClient client, @Nullable Console asked) {
        SweepView view = ClusterAnswer.of(whatIsReadable(client.get(sweep)), ExitCode.USAGE);
        boolean ended = view == null || view.state().terminal();
        if (!ended && !cancel) {
            throw new CliException(
                    ExitCode.USAGE,
                    "sweep " + sweep + " is " + name(view)
                            + " and cannot be deleted: cancel it first, or give --cancel");
        }
        if (asked != null && !confirmed(asked, view)) {
            say("Nothing is deleted.");
            return;
        }
        if (!ended) {
            ClusterAnswer.of(client.cancel(sweep), ExitCode.USAGE);
        }
        ClusterAnswer.of(client.delete(sweep).recover(DeleteCommand::goneMeanwhile), ExitCode.USAGE);
        say("Sweep " + sweep + " is deleted.");
    }

    /** One whose log is damaged has no view; whether it has ended is the orchestrator's to say. */
    private static Future<@Nullable SweepView> whatIsReadable(Future<SweepView> view) {
        return view.<@Nullable SweepView>map(known -> known)
                .recover(failure ->
                        codeOf(failure) == ErrorCode.DAMAGED ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    /** It was there: the answer to an earlier request was lost. */
    private static Future<Void> goneMeanwhile(Throwable failure) {
        return codeOf(failure) == ErrorCode.UNKNOWN_SWEEP ? Future.succeededFuture() : Future.failedFuture(failure);
    }

    private static @Nullable ErrorCode codeOf(Throwable failure) {
        return failure instanceof BarographException known ? known.code() : null;
    }

    private boolean confirmed(Console console, @Nullable SweepView view) {
        String answer =
                console.readLine("Delete sweep %s (%s) with its history and its results? [y/N] ", sweep, name(view));
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    private static String name(@Nullable SweepView view) {
        return view == null ? "unreadable" : view.state().name().toLowerCase(Locale.ROOT);
    }

    private void say(String line) {
        PrintWriter out = command.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
