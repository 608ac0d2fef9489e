package io.barograph.cli;

import io.barograph.api.SweepPlan;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepView;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands a sweep to a cluster. */
@Command(
        name = "submit",
        description = {
            "Hands the sweep of a spec to a cluster, which goes on with it when this command has ended.",
            "Submitting the same spec again gives the same sweep."
        })
final class SubmitCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "SPEC", description = "The sweep as YAML or JSON.")
    private Path file = Path.of("");

    @Option(names = "--wait", description = "Show the sweep until it ends, as watch does, and print its results.")
    private boolean wait;

    @Option(names = "--plain", description = "With --wait: print lines instead of a table that moves.")
    private boolean plain;

    @Option(
            names = "--dry-run",
            description =
                    "Only say what would become of the sweep: every problem, or how many trials and epochs it has.")
    private boolean dryRun;

    private @Nullable SweepSpec spec;

    @Override
    public Integer call() {
        UsageProblems problems = new UsageProblems();
        Supplier<SweepAccess> known = access().read(problems);
        if (dryRun && (wait || plain)) {
            problems.add("--dry-run hands nothing in that --wait and --plain could show: take one of them out");
        }
        problems.raise();
        spec = SpecFile.read(file);
        try (SweepAccess sweeps = Objects.requireNonNull(known).get()) {
            return call(sweeps).number();
        }
    }

    @Override
    ExitCode call(SweepAccess sweeps) {
        SweepSpec wanted = Objects.requireNonNull(spec);
        if (dryRun) {
            say(sweeps.check(wanted));
            warnOfMissingWorkers(sweeps, wanted.requiredLabels());
            return ExitCode.OK;
        }
        StopRequest stop = StopRequest.bySignals();
        SweepView sweep = sweeps.submit(wanted, SpecFile.idempotencyKey("submit", wanted));
        if (!wait || !json()) {
            say(sweep);
        }
        warnOfMissingWorkers(sweeps, wanted.requiredLabels());
        return wait ? new SweepWatch(this, sweeps, json(), plain).untilEnd(sweep, stop) : ExitCode.OK;
    }

    private void say(SweepPlan plan) {
        if (json()) {
            sayJson(plan);
            return;
        }
        say("Sweep " + plan.sweep() + " can be submitted: "
                + count(plan.trials(), "trial") + " over "
                + count(plan.budgets().size(), "budget") + ", "
                + count(plan.seeds(), "seed") + " and "
                + count(plan.configurations(), "configuration") + "; "
                + count(plan.denseNetworks(), "dense network") + " first, "
                + count(plan.epochs(), "epoch") + " in all.");
        if (plan.taken()) {
            warn("Warning: a sweep " + plan.sweep()
                    + " is stored already. If it is not this one, it is refused: give this one another name.");
        }
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** No error: workers may come. */
    private void warnOfMissingWorkers(SweepAccess sweeps, Set<String> labels) {
        if (!labels.isEmpty() && sweeps.lacksWorkers(labels)) {
            warn("Warning: no worker is there that has " + String.join(", ", labels) + "; the trials wait for one.");
        }
    }
}
