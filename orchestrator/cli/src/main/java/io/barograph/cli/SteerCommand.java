package io.barograph.cli;

import io.barograph.api.SweepClient;
import io.barograph.api.SweepView;
import io.barograph.cli.cluster.ClusterConfig;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Does something to a sweep of a cluster and says what it is then. */
abstract class SteerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(index = "0", paramLabel = "SWEEP", description = "Name of the sweep.")
    private String sweep = "";

    abstract Future<SweepView> steer(SweepClient client, String name);

    @Override
    public Integer call() {
        ClusterConfig member = cluster.guest();
        try (ClusterMember joined = ClusterMember.join(member)) {
            SweepView after = ClusterAnswer.of(steer(SweepClient.over(joined.vertx()), sweep), ExitCode.USAGE);
            PrintWriter out = command.commandLine().getOut();
            out.println(ClusterAnswer.line(after));
            out.flush();
            return ExitCode.OK.number();
        }
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description = {"Ends a sweep of a cluster and every trial of it that has not ended.", "Its results stay."})
    static final class Cancel extends SteerCommand {
        @Override
        Future<SweepView> steer(SweepClient client, String name) {
            return client.cancel(name);
        }
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Leaves the trials of a sweep of a cluster at a checkpoint and starts no more of them.")
    static final class Pause extends SteerCommand {
        @Override
        Future<SweepView> steer(SweepClient client, String name) {
            return client.pause(name);
        }
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Lets the trials of a paused sweep go on from their checkpoints.")
    static final class Resume extends SteerCommand {
        @Override
        Future<SweepView> steer(SweepClient client, String name) {
            return client.resume(name);
        }
    }
}
