package io.barograph.cli;

import static java.util.Objects.requireNonNull;

import io.barograph.artifacts.ArtifactStore;
import io.barograph.cli.cluster.ClusterConfig;
import io.barograph.cli.cluster.NoOrchestratorException;
import io.barograph.cli.cluster.Reachability;
import io.barograph.cli.folder.FolderLock;
import io.barograph.node.DatasetCache;
import io.barograph.node.TrialTrainer;
import io.barograph.node.WorkerConfig;
import io.barograph.node.WorkerVerticle;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A worker of a cluster, until it is stopped. */
@Command(
        name = "worker",
        description = {
            "Trains trials of a cluster's sweeps until it is stopped; waits for an orchestrator if none is there.",
            "Stopped, it leaves its trials at a checkpoint and gives them back."
        })
final class WorkerCommand extends CommandHead {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Duration START = Duration.ofMinutes(1);

    private final WorkerTrainers trainers;
    private boolean waiting;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Tells workers apart, best the same after a restart; default: host and process number.")
    private String name = HostName.own() + "-" + ProcessHandle.current().pid();

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "1",
            description = "Trials at a time; each uses all of OMP_NUM_THREADS. Default: ${DEFAULT-VALUE}.")
    private int slots;

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            description = "What this worker has, for sweeps whose scheduling.requires names it; may be repeated. It has"
                    + " cpu or gpu, and bfloat16 if it can, by itself.")
    private List<String> labels = List.of();

    @Mixin
    private ArtifactOptions places = new ArtifactOptions();

    @Option(
            names = "--work",
            paramLabel = "DIR",
            defaultValue = "workers",
            description = "Where the worker has a folder of its name for its log and files of the moment;"
                    + " default: ${DEFAULT-VALUE}.")
    private Path work = Path.of("");

    @Mixin
    private DataCacheOptions dataCache = new DataCacheOptions();

    @Mixin
    private MetricsOptions metrics = new MetricsOptions();

    @Mixin
    private LogOptions logging = new LogOptions();

    WorkerCommand(WorkerTrainers trainers) {
        this.trainers = trainers;
    }

    @Override
    public Integer call() {
        UsageProblems problems = new UsageProblems();
        ClusterConfig member = problems.reading(cluster::guest);
        if (slots < 1) {
            problems.add("--slots must be at least 1, was " + slots);
        }
        SortedSet<String> given = problems.reading(this::labels);
        dataCache.requireSense(problems);
        MetricsOptions.Place measured = problems.reading(metrics::place);
        WorkerFolder folder = problems.reading(() -> WorkerFolder.of(work, name));
        ArtifactStore artifacts = problems.reading(() -> places.open(folder == null ? work : folder.cache()));
        problems.raise();
        return run(
                        requireNonNull(member),
                        requireNonNull(given),
                        requireNonNull(folder),
                        requireNonNull(artifacts),
                        measured)
                .number();
    }

    private ExitCode run(
            ClusterConfig member,
            SortedSet<String> given,
            WorkerFolder folder,
            ArtifactStore artifacts,
            MetricsOptions.@Nullable Place measured) {
        try (FolderLock held = folder.take();
                WorkerMetrics meters = WorkerMetrics.open(measured, work)) {
            meters.counting(LogFile.open(folder.log(), logging));
            ArtifactOptions.requireAdmitted(artifacts);
            ArtifactStore timed = meters.timing(artifacts);
            DatasetCache data = dataCache.open(timed, work);
            List<TrialTrainer> own = new ArrayList<>();
            for (int slot = 0; slot < slots; slot++) {
                own.add(meters.measuring(trainers.open(timed, folder.trials(slot), data), slot));
            }
            meters.watchGpus(own.get(0).labels());
            StopRequest stop = StopRequest.bySignals();
            ExitCode early = waitForOrchestrator(member, stop);
            return early == null ? work(member, own, given, artifacts, meters, stop) : early;
        }
    }

    private @Nullable ExitCode waitForOrchestrator(ClusterConfig member, StopRequest stop) {
        ExitCode stopped = null;
        while (stopped == null && !Reachability.any(member)) {
            sayThatItWaits(member);
            stopped = stop.within(LOOK_AGAIN);
        }
        return stopped;
    }

    private ExitCode work(
            ClusterConfig member,
            List<TrialTrainer> own,
            SortedSet<String> given,
            ArtifactStore artifacts,
            WorkerMetrics meters,
            StopRequest stop) {
        while (true) {
            try (ClusterMember joined = ClusterMember.join(member, meters.meters())) {
                return train(joined, own, given, artifacts, member, meters, stop);
            } catch (CliException e) {
                if (!(e.getCause() instanceof NoOrchestratorException)) {
                    throw e;
                }
                sayThatItWaits(member);
            }
            ExitCode stopped = stop.within(LOOK_AGAIN);
            if (stopped == null) {
                stopped = waitForOrchestrator(member, stop);
            }
            if (stopped != null) {
                return stopped;
            }
        }
    }

    private ExitCode train(
            ClusterMember joined,
            List<TrialTrainer> own,
            SortedSet<String> given,
            ArtifactStore artifacts,
            ClusterConfig member,
            WorkerMetrics meters,
            StopRequest stop) {
        WorkerHealth health = new WorkerHealth();
        String served = Awaited.result(
                meters.serve(joined.vertx(), health.readiness(joined.vertx(), own.get(0))),
                START,
                ExitCode.USAGE,
                "serving --metrics");
        List<Future<String>> deployed = new ArrayList<>();
        for (int slot = 0; slot < own.size(); slot++) {
            deployed.add(joined.vertx()
                    .deployVerticle(
                            new WorkerVerticle(WorkerConfig.of(name, slot, given), own.get(slot), health.contact())));
        }
        awaitStart(Future.all(deployed), member);
        health.slotsTake(true);
        say("Worker " + name + " is ready: " + slots + (slots == 1 ? " slot" : " slots") + ", joined "
                + ClusterMember.joined(member) + ", artifacts in " + artifacts + dataCache.said()
                + ". Stop it with Ctrl-C or SIGTERM.");
        if (served != null) {
            say("Metrics are served at " + served + "/metrics.");
        }
        ExitCode code = stop.await();
        health.slotsTake(false);
        say("Stopping: the trials are left at a checkpoint.");
        Duration longest = WorkerConfig.DEFAULT_STOP_TIMEOUT.plusSeconds(5);
        List<Future<Void>> left = deployed.stream()
                .map(id -> joined.vertx().undeploy(id.result()))
                .toList();
        Awaited.end(Future.join(left), longest, "worker");
        return code;
    }

    /** An orchestrator that goes while this worker comes ends neither: the worker waits for the next one. */
    private static void awaitStart(Future<?> deployed, ClusterConfig member) {
        try {
            Awaited.result(deployed, START, ExitCode.CLUSTER, "starting the worker");
        } catch (RuntimeException e) {
            NoOrchestratorException gone = NoOrchestratorException.in(e);
            if (gone == null) {
                throw e;
            }
            throw new CliException(
                    ExitCode.CLUSTER, "no orchestrator is in the cluster of " + ClusterMember.joined(member), gone);
        }
    }

    private SortedSet<String> labels() {
        SortedSet<String> given = new TreeSet<>(labels);
        for (String label : given) {
            if (!LABEL.matcher(label).matches()) {
                throw new CliException(
                        ExitCode.USAGE, "--label must be 1 to 63 of a-z, 0-9 and inner hyphens, was " + label);
            }
        }
        return given;
    }

    private void sayThatItWaits(ClusterConfig member) {
        if (!waiting) {
            waiting = true;
            say("Waiting for an orchestrator at " + ClusterMember.joined(member) + ".");
        }
    }
}
