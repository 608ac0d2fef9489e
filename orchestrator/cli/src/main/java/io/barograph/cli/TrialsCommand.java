package io.barograph.cli;

import io.barograph.api.TrialReport;
import io.barograph.api.TrialState;
import io.barograph.cli.terminal.ResultTable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the trials of a sweep. */
@Command(
        name = "trials",
        description = "Lists the trials of a sweep of a cluster, with their state and what they reached.")
final class TrialsCommand extends SweepCommand {
    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only those in this state: ${COMPLETION-CANDIDATES}, in any case.")
    private @Nullable TrialState state;

    @Override
    ExitCode call(SweepAccess sweeps) {
        List<TrialReport> trials = sweeps.front(sweep()).trials().stream()
                .filter(trial -> state == null || trial.state() == state)
                .toList();
        if (json()) {
            sayJson(trials);
        } else if (trials.isEmpty()) {
            say("No trial of " + sweep() + " is " + (state == null ? "there" : name(state)) + ".");
        } else {
            say(ResultTable.trials(trials, CommandOutput.size().columns(), CommandOutput.colours()));
        }
        return ExitCode.OK;
    }

    private static String name(TrialState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
