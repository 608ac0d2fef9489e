package io.barograph.cli;

import io.barograph.api.SweepView;
import io.barograph.api.TrialState;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that asks a cluster for something. */
abstract class ClientCommand extends CommandHead {
    @Mixin
    private AccessOptions access = new AccessOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** Whether JSON is wanted. */
    boolean json() {
        return json;
    }

    AccessOptions access() {
        return access;
    }

    /** Adds what is wrong with the command's own arguments; nothing has been sent yet. */
    void check(UsageProblems problems) {}

    abstract ExitCode call(SweepAccess sweeps);

    @Override
    public Integer call() {
        UsageProblems problems = new UsageProblems();
        Supplier<SweepAccess> opening = access.read(problems);
        check(problems);
        problems.raise();
        if (opening == null) {
            throw new IllegalStateException("no access and no problem");
        }
        try (SweepAccess sweeps = opening.get()) {
            return call(sweeps).number();
        }
    }

    /** Says what a sweep is now. */
    void say(SweepView sweep) {
        if (json) {
            sayJson(sweep);
        } else {
            say(line(sweep));
        }
    }

    /** A sweep at a glance, in one sentence. */
    static String line(SweepView sweep) {
        int trials =
                sweep.trials().values().stream().mapToInt(Integer::intValue).sum();
        return "Sweep " + sweep.sweep() + " is " + sweep.state().name().toLowerCase(Locale.ROOT) + ": " + trials
                + (trials == 1 ? " trial, " : " trials, ")
                + sweep.trials().getOrDefault(TrialState.COMPLETED, 0) + " completed.";
    }
}
