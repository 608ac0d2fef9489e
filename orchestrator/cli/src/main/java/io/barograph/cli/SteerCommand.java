package io.barograph.cli;

import io.barograph.api.SweepPriority;
import io.barograph.api.SweepView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Does something to a sweep of a cluster and says what it is then. */
abstract class SteerCommand extends SweepCommand {
    abstract SweepView steer(SweepAccess sweeps);

    @Override
    ExitCode call(SweepAccess sweeps) {
        say(steer(sweeps));
        return ExitCode.OK;
    }

    @Command(
            name = "cancel",
            description = {"Ends a sweep of a cluster and every trial of it that has not ended.", "Its results stay."})
    static final class Cancel extends SteerCommand {
        @Override
        SweepView steer(SweepAccess sweeps) {
            return sweeps.cancel(sweep());
        }
    }

    @Command(
            name = "pause",
            description = "Leaves the trials of a sweep of a cluster at a checkpoint and starts no more of them.")
    static final class Pause extends SteerCommand {
        @Override
        SweepView steer(SweepAccess sweeps) {
            return sweeps.pause(sweep());
        }
    }

    @Command(name = "resume", description = "Lets the trials of a paused sweep go on from their checkpoints.")
    static final class Resume extends SteerCommand {
        @Override
        SweepView steer(SweepAccess sweeps) {
            return sweeps.resume(sweep());
        }
    }

    @Command(
            name = "prioritise",
            description = {
                "Gives a sweep of a cluster another priority.",
                "A sweep of a higher one goes first, and takes slots of others when none is free."
            })
    static final class Prioritise extends SteerCommand {
        @Parameters(
                index = "1",
                paramLabel = "N",
                description = "The priority, -100 to 100; a sweep has 0 unless its spec says otherwise.")
        private int priority;

        @Override
        void check(UsageProblems problems) {
            super.check(problems);
            problems.reading(() -> new SweepPriority("any", priority));
        }

        @Override
        SweepView steer(SweepAccess sweeps) {
            return sweeps.reprioritise(sweep(), priority);
        }
    }
}
