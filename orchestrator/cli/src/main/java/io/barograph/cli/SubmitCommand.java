package io.barograph.cli;

import io.barograph.api.BarographException;
import io.barograph.api.SweepClient;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepView;
import io.barograph.api.TrialState;
import io.barograph.api.WorkerList;
import io.barograph.api.spec.SpecException;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.cli.cluster.ClusterConfig;
import io.barograph.cli.folder.SubmittedSpec;
import io.barograph.cli.terminal.ResultTable;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Hands a sweep to a cluster. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = {
            "Hands the sweep of a spec to a cluster, which goes on with it when this command has ended.",
            "Submitting the same spec again gives the same sweep."
        })
final class SubmitCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(SubmitCommand.class);
    private static final Duration WORKERS = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(200);

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(index = "0", paramLabel = "SPEC", description = "The sweep as YAML or JSON.")
    private Path file = Path.of("");

    @Option(names = "--wait", description = "Wait for the end of the sweep and print its results.")
    private boolean wait;

    @Override
    public Integer call() {
        ClusterConfig member = cluster.guest();
        SweepSpec spec = read();
        StopRequest stop = StopRequest.bySignals();
        try (ClusterMember joined = ClusterMember.join(member)) {
            SweepClient client = SweepClient.over(joined.vertx());
            SweepView sweep = ClusterAnswer.of(client.submit(spec, idempotencyKey(spec)), ExitCode.BAD_SPEC);
            say(ClusterAnswer.line(sweep));
            warnOfMissingWorkers(client, spec);
            return (wait ? follow(client, sweep, stop) : ExitCode.OK).number();
        }
    }

    /** No error: workers may come. */
    private void warnOfMissingWorkers(SweepClient client, SweepSpec spec) {
        Set<String> labels = spec.requiredLabels();
        if (labels.isEmpty()) {
            return;
        }
        try {
            WorkerList there = Awaited.result(client.workers(labels), WORKERS, ExitCode.CLUSTER, "asking for workers");
            if (there.complete() && there.names().isEmpty()) {
                PrintWriter err = command.commandLine().getErr();
                err.println("Warning: no worker is there that has " + String.join(", ", labels)
                        + "; the trials wait for one.");
                err.flush();
            }
        } catch (CliException | BarographException e) {
            LOG.debug("it is not known which workers are there", e);
        }
    }

    private SweepSpec read() {
        try {
            return SweepSpecReader.read(file);
        } catch (SpecException e) {
            throw new CliException(ExitCode.BAD_SPEC, String.valueOf(e.getMessage()), e);
        }
    }

    private ExitCode follow(SweepClient client, SweepView sweep, StopRequest stop) {
        Future<Void> ended = client.follow(sweep.sweep(), 0, event -> Future.succeededFuture());
        while (!ended.isComplete()) {
            ExitCode stopped = stop.within(LOOK);
            if (stopped != null) {
                say("The sweep goes on; the same command waits for it again.");
                return stopped;
            }
        }
        ClusterAnswer.of(ended, ExitCode.USAGE);
        SweepReport report = ClusterAnswer.of(client.front(sweep.sweep()), ExitCode.USAGE);
        ResultTable.render(report, CommandOutput.size().columns(), CommandOutput.colours())
                .forEach(this::say);
        return report.trials().stream().allMatch(trial -> trial.state() == TrialState.COMPLETED)
                ? ExitCode.OK
                : ExitCode.TRIALS_FAILED;
    }

    private static String idempotencyKey(SweepSpec spec) {
        byte[] canonical = SubmittedSpec.canonical(spec).getBytes(StandardCharsets.UTF_8);
        return "submit-" + UUID.nameUUIDFromBytes(canonical);
    }

    private void say(String line) {
        PrintWriter out = command.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
